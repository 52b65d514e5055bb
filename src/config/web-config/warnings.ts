import type { Finding } from '../problems.ts'
import { at, keysAt, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { costOf, tlsText } from './check.ts'

const slowCost = 15

/** Settings that are accepted and do not do what they say, or do it badly. */
export function webConfigWarnings(tree: Tree): readonly Finding[] {
  return [...ignored(tree), ...oldVersions(tree), ...nobodyVerified(tree), ...slowHashes(tree)]
}

function ignored(tree: Tree): readonly Finding[] {
  const http2: Path = ['http_server_config', 'http2']
  const limit: Path = ['rate_limit', 'interval']
  const interval = at(tree, limit)
  return [
    ...(['yes', 'on', true].some((word) => word === at(tree, http2))
      ? [{ path: http2, text: 'has no effect: only HTTP/1.1 is spoken' }]
      : []),
    ...(interval !== undefined && interval !== null && interval !== 0 && interval !== '0'
      ? [{ path: limit, text: 'has no effect: connections and answers under way are limited instead' }]
      : []),
  ]
}

function oldVersions(tree: Tree): readonly Finding[] {
  const version = tlsText(tree, 'min_version')
  if (version !== 'TLS10' && version !== 'TLS11') return []
  return [
    {
      path: ['tls_server_config', 'min_version'],
      text: 'is treated as TLS12, because older versions are not supported',
    },
  ]
}

function nobodyVerified(tree: Tree): readonly Finding[] {
  const type = tlsText(tree, 'client_auth_type')
  if (type !== 'RequireAndVerifyClientCert' && type !== 'VerifyClientCertIfGiven') return []
  if (tlsText(tree, 'client_ca') !== undefined || tlsText(tree, 'client_ca_file') !== undefined) return []
  const text =
    "no client's certificate will pass: there is no client_ca_file, and the system's CAs are not trusted for it"
  return [{ path: ['tls_server_config', 'client_auth_type'], text }]
}

function slowHashes(tree: Tree): readonly Finding[] {
  return keysAt(tree, ['basic_auth_users']).flatMap((name) => {
    const path = ['basic_auth_users', name]
    const cost = costOf(textAt(tree, path) ?? '') ?? 0
    if (cost < slowCost) return []
    return [{ path, text: `a hash of cost ${cost} takes many seconds to check: expected 10 to 12` }]
  })
}
