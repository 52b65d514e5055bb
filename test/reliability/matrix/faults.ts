import { rm, writeFile } from 'node:fs/promises'
import type { ServerCertificates } from '../support/authority.ts'
import type { FrontMode } from '../support/front.ts'
import type { Resolution } from '../support/names.ts'
import { answerRows } from './fault-answers.ts'
import { kindRows } from './fault-kinds.ts'
import { listRows } from './fault-lists.ts'
import { refusalRows } from './fault-refusals.ts'
import type { Levers, Row } from './row.ts'

function resolved(name: string, resolution: Resolution, reason: Row['reason'] = 'network'): Row {
  return { group: 'DNS', name, reason, unsent: true, begin: ({ resolve }) => resolve(resolution) }
}

function connected(name: string, reason: Row['reason'], mode: FrontMode): Row {
  return { group: 'TCP', name, reason, unsent: mode.kind === 'refuse', begin: ({ front }) => front(mode) }
}

type Context = Exclude<keyof ServerCertificates, 'authority'>

function secured(name: string, context: Context): Row {
  const begin = ({ front, certificates }: Levers) => front({ kind: 'forward', context: certificates[context] })
  return { group: 'TLS', name, reason: 'network', begin }
}

function credential(name: string, change: (path: string) => Promise<void>): Row {
  return { group: 'Credential', name, reason: 'auth', begin: ({ tokenPath }) => change(tokenPath) }
}

function unreadable(name: string, change: (path: string) => Promise<void>): Row {
  return { ...credential(name, change), reason: 'credential', unsent: true }
}

function jumped(name: string, seconds: number): Row {
  return { group: 'Clock', name, reason: undefined, whileRunning: true, begin: ({ jump }) => jump(seconds) }
}

const day = 86_400

export const rows: readonly Row[] = [
  resolved('no such name', 'ENOTFOUND'),
  resolved('the resolver fails', 'EAI_AGAIN'),
  resolved('the resolver never answers', 'never', 'timeout'),
  resolved('an address that cannot be reached', 'nowhere'),
  connected('connection refused', 'network', { kind: 'refuse' }),
  connected('reset before the handshake', 'network', { kind: 'reset' }),
  connected('closed before the handshake', 'network', { kind: 'close' }),
  connected('silence: nobody shakes hands', 'timeout', { kind: 'silence' }),
  secured('certificate expired', 'expired'),
  secured('certificate of another name', 'otherName'),
  secured('certificate of an unknown authority', 'unknownAuthority'),
  {
    ...connected('no TLS but plain HTTP', 'network', { kind: 'plain', bytes: 'HTTP/1.1 400 Bad Request\r\n\r\n' }),
    group: 'TLS',
  },
  ...answerRows,
  ...refusalRows,
  ...listRows,
  ...kindRows,
  unreadable('file missing', (path) => rm(path)),
  unreadable('file empty', (path) => writeFile(path, '\n')),
  unreadable('file holds garbage', (path) => writeFile(path, 'ÿ\u0000 two words')),
  credential('token revoked', (path) => writeFile(path, 'x'.repeat(40))),
  credential('token malformed', (path) => writeFile(path, 'abc-def')),
  jumped('five minutes forward', 300),
  jumped('five minutes back', -300),
  jumped('thirty days forward', 30 * day),
  jumped('thirty days back', -30 * day),
]
