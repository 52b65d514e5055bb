import type { Environment } from '../model.ts'
import type { Finding } from '../problems.ts'
import { firstSuggestions } from '../schema/did-you-mean.ts'
import { defaultCredential, environmentCredential } from '../secrets/credentials.ts'
import { credentialWords, inlineSecrets, isCredentialName } from '../secrets/secret-words.ts'
import { at, isMap, keysAt, type Path, type Tree } from '../yaml/tree.ts'
import { asksForNothing, definedCredentials, watcherPaths, watchesNothing } from './watchers.ts'

export function credentialFaults(tree: Tree, env: Environment): readonly Finding[] {
  const names = definedCredentials(tree)
  // The value has the wrong type, so the names that it defines are unknown.
  if (names === undefined) return []
  const environment = names.includes(defaultCredential) ? undefined : environmentCredential(env)
  const findings = [...(environment?.findings ?? []), ...names.flatMap((name) => incomplete(tree, name))]
  const known = environment?.credential === undefined ? names : [...names, defaultCredential]
  if (known.length > 0) return [...findings, ...unknownReferences(tree, known)]
  return (environment?.findings ?? []).length > 0 || asksForBundlesAlone(tree) ? findings : [...findings, noCredential]
}

/** Where nothing at all is watched, that is one problem, and a missing credential another. */
function asksForBundlesAlone(tree: Tree): boolean {
  return asksForNothing(tree) && !watchesNothing(tree)
}

const noCredential: Finding = {
  path: ['credentials'],
  text: 'no credential anywhere: expected one here, such as default: {api_token_file: PATH}, or CLOUDFLARE_API_TOKEN in the environment',
}

/** A credential is a token, or an e-mail address with a key. Cloudflare refuses requests that carry both. */
function incomplete(tree: Tree, name: string): readonly Finding[] {
  const path = ['credentials', name]
  if (!isMap(at(tree, path))) return []
  const keys = keysAt(tree, path)
  const has = (word: string) => keys.some((key) => key === word || inlineSecrets[key] === word)
  const fault = incompleteFault(has('api_token_file'), has('email'), has('api_key_file'))
  // A misspelt key is already reported, and it may be the missing one.
  if (fault === undefined || keys.some((key) => !credentialWords.includes(key))) return []
  return [{ path, text: `${fault}: expected api_token_file, or email with api_key_file` }]
}

function incompleteFault(token: boolean, email: boolean, key: boolean): string | undefined {
  if (token) return email || key ? 'both a token and an e-mail address or key' : undefined
  if (email && key) return undefined
  if (email) return 'an e-mail address without a key'
  return key ? 'a key without an e-mail address' : 'neither a token nor an e-mail address with a key'
}

/** A message with thousands of names would not help. */
const mostShown = 50

function unknownReferences(tree: Tree, known: readonly string[]): readonly Finding[] {
  const names = new Set(known)
  const candidates = known.filter(isCredentialName).slice(0, mostShown)
  const shown = candidates.join(', ')
  const suggest = firstSuggestions()
  const explicit: Finding[] = []
  const implicit: Path[] = []
  for (const entry of watcherPaths(tree)) {
    const path = [...entry, 'credentials']
    const name = at(tree, path)
    // A discovery without names uses all credentials.
    if (name === undefined) implicit.push(...(entry[0] === 'discover_zones' ? [] : [path]))
    else if (isUnknown(name, names)) {
      const suggestion = suggest(name, candidates)
      const hint = suggestion === undefined ? `expected one of ${shown}` : `did you mean \`${suggestion}\`?`
      explicit.push({ path, text: `no credential of this name is defined: ${hint}` })
    }
  }
  const [first] = implicit
  if (first === undefined || names.has(defaultCredential)) return explicit
  const others = implicit.length > 1 ? ` (and ${implicit.length - 1} more like it)` : ''
  const text = `missing${others}, and no credential is named ${defaultCredential}: expected one of ${shown}`
  return [...explicit, { path: first, text }]
}

function isUnknown(name: Tree, known: ReadonlySet<string>): name is string {
  return typeof name === 'string' && name.trim() !== '' && !known.has(name)
}
