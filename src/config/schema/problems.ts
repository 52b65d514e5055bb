import type { z } from 'zod'
import { type Finding, quoted } from '../problems.ts'
import { inlineSecrets, isCredentialName } from '../secrets/secret-words.ts'
import { at, keysAt, type Path, type Tree } from '../yaml/tree.ts'
import { configurationSchema } from './configuration.ts'
import { firstSuggestions, type Suggest } from './did-you-mean.ts'

type Issue = z.core.$ZodIssue

/** Whether a message must hide the value. */
type IsSecret = (path: Path) => boolean

/** All differences between the tree and the configuration's schema. */
export function schemaFindings(tree: Tree): readonly Finding[] {
  return [
    ...differencesFrom(configurationSchema, tree, (path) => path[0] === 'credentials'),
    ...badCredentialNames(tree),
  ]
}

/** All differences between a tree and a schema that is made of parts.ts. */
export function differencesFrom(schema: z.ZodType, tree: Tree, isSecret: IsSecret): readonly Finding[] {
  const result = schema.safeParse(tree)
  const issues = result.success ? [] : result.error.issues
  const context = { tree, isSecret, suggest: firstSuggestions() }
  return issues.flatMap((issue) => findingsOf(issue, [], context))
}

interface Context {
  readonly tree: Tree
  readonly isSecret: IsSecret
  readonly suggest: Suggest
}

function findingsOf(issue: Issue, parent: Path, context: Context): readonly Finding[] {
  const path = [...parent, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))]
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ')
    return issue.keys.map((key) => unknownKey([...path, key], context.suggest(key, known), known))
  }
  if (issue.code === 'invalid_union') {
    // A branch that accepts the type of the value and has a problem inside is the one that was meant.
    const meant = issue.errors.find((branch) => branch.every(({ path: inner, code }) => isInside(inner, code)))
    if (meant !== undefined && meant.length > 0) return meant.flatMap((inner) => findingsOf(inner, path, context))
  }
  return [{ path, text: `${describe(at(context.tree, path), context.isSecret(path))}: expected ${issue.message}` }]
}

function isInside(path: readonly PropertyKey[], code: Issue['code']): boolean {
  return path.length > 0 || code === 'unrecognized_keys'
}

function unknownKey(path: Path, suggestion: string | undefined, known: readonly string[]): Finding {
  const key = String(path.at(-1))
  const file = path[0] === 'credentials' && Object.hasOwn(inlineSecrets, key) ? inlineSecrets[key] : undefined
  if (file !== undefined) {
    const text = `a secret must not stand in the configuration: expected ${file} with the path of a file that holds it`
    return { path, text, at: 'key' }
  }
  const hint = suggestion === undefined ? `expected one of ${known.join(', ')}` : `did you mean \`${suggestion}\`?`
  return { path, text: `unknown key: ${hint}`, at: 'key' }
}

function badCredentialNames(tree: Tree): readonly Finding[] {
  const text = 'not a name for a credential: expected at most 32 letters, digits, "_", "." or "-"'
  const bad = keysAt(tree, ['credentials']).filter((name) => !isCredentialName(name))
  return bad.map((name) => ({ path: ['credentials', name], text, at: 'key' }))
}

/** The value. For a secret, only its type. */
function describe(value: Tree, isSecret: boolean): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'has no value'
  if (Array.isArray(value)) return 'found a list'
  if (typeof value === 'object') return 'found a map'
  if (isSecret) return typeof value === 'string' ? 'found text' : `found a ${typeof value}`
  return `found ${typeof value === 'string' ? quoted(value) : String(value)}`
}
