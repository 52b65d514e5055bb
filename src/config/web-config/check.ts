import type { Finding } from '../problems.ts'
import { at, isMap, keysAt, listAt, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { cipherSuites, clientAuths, http2CipherSuites, versions } from './names.ts'

const section = 'tls_server_config'

/** The checks that a schema cannot make and that need no other file. They work on the raw tree and assume nothing. */
export function webConfigFindings(tree: Tree): readonly Finding[] {
  return [...tlsFindings(tree), ...badUsers(tree)]
}

/** The text of a key in the TLS section. Undefined if it is missing or empty; the toolkit treats both alike. */
export function tlsText(tree: Tree, key: string): string | undefined {
  return textAt(tree, [section, key]) || undefined
}

/** Whether the file asks for TLS. Any key counts, because ignored settings would not protect anything. */
export function wantsTls(tree: Tree): boolean {
  return keysAt(tree, [section]).some((key) => {
    const value = at(tree, [section, key])
    return value !== null && value !== ''
  })
}

function tlsFindings(tree: Tree): readonly Finding[] {
  if (!wantsTls(tree)) return []
  return [
    ...exactlyOne(tree, 'cert', 'cert_file'),
    ...exactlyOne(tree, 'key', 'key_file'),
    ...bothGiven(tree, 'client_ca', 'client_ca_file'),
    ...withoutPolicy(tree),
    ...impossibleVersions(tree),
    ...missingHttp2Suite(tree),
  ]
}

function tls(key: string): Path {
  return [section, key]
}

function exactlyOne(tree: Tree, inline: string, file: string): readonly Finding[] {
  if (tlsText(tree, inline) !== undefined || tlsText(tree, file) !== undefined) return bothGiven(tree, inline, file)
  const path = at(tree, tls(file)) === undefined ? [section] : tls(file)
  return [{ path, text: `missing: expected ${file} with the path of a PEM file, or ${inline} with the PEM itself` }]
}

function bothGiven(tree: Tree, inline: string, file: string): readonly Finding[] {
  if (tlsText(tree, inline) === undefined || tlsText(tree, file) === undefined) return []
  return [{ path: tls(inline), text: `given beside ${file}: expected one of the two`, at: 'key' }]
}

/** Settings for client certificates have no effect if no client is asked for one. */
function withoutPolicy(tree: Tree): readonly Finding[] {
  const auth = clientAuths[tlsText(tree, 'client_auth_type') ?? 'NoClientCert'] ?? 'unknown'
  const sans = at(tree, tls('client_allowed_sans'))
  const empty: Finding[] =
    Array.isArray(sans) && sans.length === 0
      ? [{ path: tls('client_allowed_sans'), text: 'an empty list would let nobody in: expected a name, or no list' }]
      : []
  if (auth !== 'none') return empty
  const idle = ['client_ca', 'client_ca_file'].filter((key) => tlsText(tree, key) !== undefined)
  const text = 'no client is asked for a certificate: expected a client_auth_type such as RequireAndVerifyClientCert'
  return [...idle, ...(Array.isArray(sans) ? ['client_allowed_sans'] : [])]
    .map((key): Finding => ({ path: tls(key), text, at: 'key' }))
    .concat(empty)
}

function impossibleVersions(tree: Tree): readonly Finding[] {
  const least = versions.indexOf(tlsText(tree, 'min_version') ?? 'TLS12')
  const most = versions.indexOf(tlsText(tree, 'max_version') ?? 'TLS13')
  if (most >= 0 && most < versions.indexOf('TLS12'))
    return [{ path: tls('max_version'), text: 'too old to be safe: expected TLS12 or TLS13' }]
  if (most < 0 || least <= most) return []
  return [{ path: tls('min_version'), text: 'is newer than max_version' }]
}

/** We do not speak HTTP/2, but a file that the toolkit refuses must not work here by chance. */
function missingHttp2Suite(tree: Tree): readonly Finding[] {
  const suites = listAt(tree, tls('cipher_suites')).map(String)
  const http2 = at(tree, ['http_server_config', 'http2'])
  const isOff = http2 === false || http2 === 'no' || http2 === 'off'
  if (suites.length === 0 || isOff || tlsText(tree, 'min_version') === 'TLS13') return []
  // An unknown key may be a misspelt one of these. The schema reports it.
  if (suites.some((suite) => http2CipherSuites.includes(suite) || !cipherSuites.includes(suite))) return []
  const text = `HTTP/2 needs one of ${http2CipherSuites.join(', ')}: expected one of them, or http_server_config.http2: false`
  return [{ path: tls('cipher_suites'), text }]
}

/** Checking such a hash takes minutes, and no other password can be checked meanwhile. */
const highestCost = 20

function badUsers(tree: Tree): readonly Finding[] {
  const users = at(tree, ['basic_auth_users'])
  if (!isMap(users)) return []
  return Object.entries(users).flatMap(([name, hash]): Finding[] => {
    const path = ['basic_auth_users', name]
    if (name.includes(':') || name === '__proto__')
      return [{ path, text: 'no name that a user can log in with: expected one without a colon', at: 'key' }]
    const cost = typeof hash === 'string' ? costOf(hash) : undefined
    if (cost === undefined || (cost >= 4 && cost <= highestCost)) return []
    return [{ path, text: `a hash of cost ${cost}: expected one from 4 to ${highestCost}, and best 10 to 12` }]
  })
}

/** Undefined if it is not a bcrypt hash. */
export function costOf(hash: string): number | undefined {
  const [, cost] = /^\$2[aby]\$(\d\d)\$/.exec(hash) ?? []
  return cost === undefined ? undefined : Number(cost)
}
