import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Config, Credential } from '../../src/config/model.ts'
import { CloudflareConnection } from '../../src/daemon/cloudflare-connection.ts'
import { CredentialWatch } from '../../src/daemon/credential-watch.ts'
import { CycleLog } from '../../src/daemon/cycle-log.ts'
import { Redactor } from '../../src/log/redaction.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { readingFrom } from '../support/files-in-memory.ts'

const file = (path: string) => ({ kind: 'file', path }) as const
const token: Credential = { name: 'token', accountId: undefined, kind: 'token', token: file('token') }
const key: Credential = { name: 'key', accountId: undefined, kind: 'key', email: file('email'), key: file('key') }
const all = new Map([token, key].map((each) => [each.name, each]))

/** Watches credentials whose files a test changes, without a connection. */
function started() {
  const files = new Map([
    ['token', 'a'.repeat(40)],
    ['email', 'me@example.com'],
    ['key', '0123456789abcdef0123456789abcdef01234'],
  ])
  const lines: { readonly event?: string; readonly credentials?: string }[] = []
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })
  const clock = new FakeClock()
  const redactor = new Redactor()
  const watch: CredentialWatch = new CredentialWatch({
    connection: () => connection,
    client: () => {
      throw new Error('nothing is asked')
    },
    cycleLog: new CycleLog(log, clock),
    clock,
    log,
  })
  const connection = new CloudflareConnection({
    ...watch.hooks,
    proxy: { httpsProxy: undefined, noProxy: undefined },
    openTransport: () => Promise.reject(new Error('nothing is opened')),
    readFile: readingFrom((path) => files.get(path)),
    redactor,
    clock,
    random: () => 0.5,
    observer: { requested: () => undefined, retried: () => undefined, rateLimitRemaining: () => undefined },
    onDenied: () => undefined,
    zonesWatched: () => 1,
  })
  const follow = async (credentials: Config['credentials']) => {
    watch.watch(credentials)
    await settle()
  }
  return { watch, connection, files, lines, clock, redactor, follow }
}

test('every secret is read when its credential is watched, and never logged from then on', async () => {
  const { watch, files, redactor, follow } = started()
  await follow(all)
  expect([...watch.readings].map(([name, { ok }]) => [name, ok])).toEqual([
    ['token', true],
    ['key', true],
  ])
  expect(redactor.apply(`${files.get('token')} ${files.get('key')}`)).not.toMatch(/a{8}|01234/)
  await follow(new Map([['key', key]]))
  expect([...watch.readings.keys()]).toEqual(['key'])
})

test('a changed file is read at once, although the last reading is not a second old', async () => {
  const { watch, files, lines, follow } = started()
  await follow(all)
  files.delete('token')
  watch.askAgain()
  await settle()
  expect(watch.readings.get('token')).toMatchObject({ ok: false, detail: expect.stringContaining('does not exist') })
  expect(lines).toMatchObject([{ event: 'credential_unreadable', credentials: 'token' }])
})

test('of a key the log says that it is refused; of a token its verification does', async () => {
  const { watch, lines, follow } = started()
  await follow(all)
  watch.hooks.onRefusedThroughout('token', true)
  expect(lines).toEqual([])
  watch.hooks.onRefusedThroughout('key', true)
  watch.hooks.onRefusedThroughout('key', false)
  expect(lines).toMatchObject([
    { event: 'credential_refused', credentials: 'key' },
    { event: 'credential_let_in', credentials: 'key' },
  ])
})

test('without an outage nothing is held back, and nothing is known of a refusal', async () => {
  const { watch, connection, follow } = started()
  await follow(all)
  expect([connection.nextProbe, connection.probeDueIn('token'), watch.heldBack('token'), watch.keys]).toEqual([
    undefined,
    undefined,
    undefined,
    [],
  ])
})
