import type { WatchList } from '../../certificate/watch-list.ts'
import type { Credential, Environment, SecretSource } from '../model.ts'
import type { Finding } from '../problems.ts'
import type { ConfigurationInput } from '../schema/configuration.ts'
import { defaults } from '../schema/defaults.ts'
import { besideFile } from '../values/relative-path.ts'

type CredentialInput = NonNullable<ConfigurationInput['credentials']>[string]

/** The name of the credential from the environment. Entries without `credentials` use it. */
export const defaultCredential = defaults.credentials

export interface EnvironmentCredential {
  readonly credential: Credential | undefined
  readonly findings: readonly Finding[]
}

/** Reads `CLOUDFLARE_API_TOKEN`, or `CLOUDFLARE_EMAIL` with `CLOUDFLARE_API_KEY`, each also with `_FILE`. A token wins. */
export function environmentCredential(env: Environment): EnvironmentCredential {
  const token = environmentSecret(env, 'CLOUDFLARE_API_TOKEN')
  if (token !== undefined)
    return { credential: named({ kind: 'token', token }), findings: bothForms(env, 'CLOUDFLARE_API_TOKEN') }
  const email = environmentSecret(env, 'CLOUDFLARE_EMAIL')
  const key = environmentSecret(env, 'CLOUDFLARE_API_KEY')
  const findings = [...bothForms(env, 'CLOUDFLARE_EMAIL'), ...bothForms(env, 'CLOUDFLARE_API_KEY')]
  if (email !== undefined && key !== undefined) return { credential: named({ kind: 'key', email, key }), findings }
  if (email !== undefined)
    return { credential: undefined, findings: [...findings, half('CLOUDFLARE_EMAIL', 'CLOUDFLARE_API_KEY')] }
  if (key !== undefined)
    return { credential: undefined, findings: [...findings, half('CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL')] }
  return { credential: undefined, findings: [] }
}

type Means = { kind: 'token'; token: SecretSource } | { kind: 'key'; email: SecretSource; key: SecretSource }

function named(means: Means): Credential {
  return { name: defaultCredential, accountId: undefined, ...means }
}

/** An empty variable counts as unset. A relative path is relative to the working directory. */
function environmentSecret(env: Environment, name: string): SecretSource | undefined {
  const value = env[name] ?? ''
  if (value !== '') return { kind: 'value', value, variable: name }
  const path = env[`${name}_FILE`] ?? ''
  return path === '' ? undefined : { kind: 'file', path, variable: `${name}_FILE` }
}

function bothForms(env: Environment, name: string): readonly Finding[] {
  if ((env[name] ?? '') === '' || (env[`${name}_FILE`] ?? '') === '') return []
  return [environmentFinding(name, `${name} and ${name}_FILE are both set: expected one of them`)]
}

function half(present: string, missing: string): Finding {
  return environmentFinding(present, `set without ${missing}: expected both, or CLOUDFLARE_API_TOKEN instead`)
}

/** A problem of the environment has no line in the file, so it is shown at the beginning. */
export function environmentFinding(name: string, text: string): Finding {
  return { path: [`$${name}`], text, at: { line: 1, column: 1 } }
}

/** All credentials by name: those of the file, and the one of the environment if the file does not define `default`. */
export function resolveCredentials(
  input: ConfigurationInput['credentials'],
  configPath: string,
  env: Environment,
): ReadonlyMap<string, Credential> {
  const credentials = new Map<string, Credential>()
  for (const [name, entry] of Object.entries(input ?? {})) {
    credentials.set(name, fileCredential(name, entry, configPath))
  }
  const { credential } = environmentCredential(env)
  if (credential !== undefined && !credentials.has(credential.name)) credentials.set(credential.name, credential)
  return credentials
}

/** Where the file has credentials, the one of the environment goes if no entry uses it: its secret may never have been there. */
export function withoutUnused(
  credentials: ReadonlyMap<string, Credential>,
  input: ConfigurationInput['credentials'],
  { certificates, hostnames, stores, discoveries }: WatchList,
): ReadonlyMap<string, Credential> {
  const inFile = Object.keys(input ?? {})
  if (inFile.length === 0) return credentials
  const inUse = [certificates, hostnames, stores, discoveries].flatMap((entries) =>
    entries.map((entry) => entry.credentials),
  )
  const kept = new Set([...inFile, ...inUse])
  return new Map([...credentials].filter(([name]) => kept.has(name)))
}

function fileCredential(name: string, entry: CredentialInput, configPath: string): Credential {
  const accountId = entry.account_id?.toLowerCase()
  const file = (path: string): SecretSource => ({ kind: 'file', path: besideFile(path, configPath) })
  if (entry.api_token_file !== undefined) {
    return { name, accountId, kind: 'token', token: file(entry.api_token_file) }
  }
  if (entry.email === undefined || entry.api_key_file === undefined) {
    throw new Error('a credential was resolved that had not been validated')
  }
  return { name, accountId, kind: 'key', email: { kind: 'value', value: entry.email }, key: file(entry.api_key_file) }
}

/** The files that hold the secrets of these credentials. */
export function secretFiles(credentials: ReadonlyMap<string, Credential>): readonly string[] {
  const sources = [...credentials.values()].flatMap(sourcesOf)
  return sources.flatMap((source) => (source.kind === 'file' ? [source.path] : []))
}

/** Where each part of a credential comes from. */
export function sourcesOf(credential: Credential): readonly SecretSource[] {
  switch (credential.kind) {
    case 'token':
      return [credential.token]
    case 'key':
      return [credential.email, credential.key]
  }
}
