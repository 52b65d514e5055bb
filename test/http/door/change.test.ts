import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashSync } from 'bcryptjs'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DoorStatus } from '../../../src/daemon/door-status.ts'
import { type Listeners, openListeners } from '../../../src/daemon/listeners.ts'
import { type Authority, makeAuthority, type Pair } from '../../support/authority.ts'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { replaceFile } from '../../support/replace-file.ts'
import { basic, get, hello } from './support.ts'

const ca: Promise<Authority> = makeAuthority('ca')
const hash = hashSync('wonderland', 4)
const users = `basic_auth_users: {alice: "${hash}"}\n`
const tls = 'tls_server_config: {cert_file: server.crt, key_file: server.key}\n'
const alice = basic('alice', 'wonderland')

let folder = ''
let clock = new FakeClock()
let listeners: Listeners
let door = new DoorStatus()
let lines: { level: number; event: string; problems?: string[] }[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-test-'))
  clock = new FakeClock()
  door = new DoorStatus()
  lines = []
})
afterEach(async () => {
  await listeners.stop(0)
  await rm(folder, { recursive: true })
})

/** In place of the old one at once, as Kubernetes does it. */
const write = (name: string, text: string) => replaceFile(join(folder, name), text, 0o600)

async function writePair({ cert, key }: Pair): Promise<void> {
  await write('server.crt', cert)
  await write('server.key', key)
}

async function open(text: string): Promise<number> {
  await write('web.yml', text)
  listeners = await openListeners({
    server: {
      listen: { host: '127.0.0.1', port: 0 },
      probeListen: undefined,
      webConfigFile: join(folder, 'web.yml'),
      allowedHosts: undefined,
      reload: false,
      statusPage: false,
      externalUrl: undefined,
      alertmanagerUrl: undefined,
    },
    isAllowedHost: () => true,
    onRefused: () => undefined,
    door,
    routes: hello,
    probes: {},
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) }),
    clock,
  })
  await asleep()
  return Number(new URL(listeners.url).port)
}

/** Until the files have been read and the watch waits again. */
async function asleep(): Promise<void> {
  while (clock.sleeping === 0) await settle()
}

/** As much time as a change may take, in steps that leave time for reading. */
async function tenSeconds(): Promise<void> {
  for (let second = 0; second < 10; second++) {
    await clock.advance(1)
    await asleep()
  }
}

const plain = async (port: number, headers = {}) => (await get(port, { secure: false, headers })).outcome
/** In Unix seconds. */
async function endOf(name: string): Promise<number> {
  return new X509Certificate(await readFile(join(folder, name))).validToDate.getTime() / 1000
}

const events = () => lines.map(({ event }) => event)

test('a changed file is in force within ten seconds', async () => {
  const port = await open('')
  expect(await plain(port)).toBe(200)
  await write('web.yml', users)
  await tenSeconds()
  expect([await plain(port), await plain(port, alice)]).toEqual([401, 200])
  expect(events()).toEqual(['web_config_changed'])
  await tenSeconds()
  expect(events()).toEqual(['web_config_changed'])
})

test('so is a changed certificate, with the file as it was', async () => {
  await writePair(await (await ca).issue('first'))
  const port = await open(tls)
  const fingerprint = async () => {
    const { connect } = await import('node:tls')
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    await new Promise((resolve) => socket.once('secureConnect', resolve))
    const { subject } = socket.getPeerCertificate()
    socket.destroy()
    return subject.CN
  }
  expect(await fingerprint()).toBe('first')
  expect(door.tlsExpiry).toBe(await endOf('server.crt'))
  await writePair(await (await ca).issue('second', { days: 3 }))
  await tenSeconds()
  expect(await fingerprint()).toBe('second')
  expect(door).toMatchObject({ lastReloadSuccessful: true, tlsExpiry: await endOf('server.crt') })
  expect(events()).toEqual(['web_config_changed'])
})

test('CBC is not spoken, unless the file asks for it', async () => {
  await writePair(await (await ca).issue('first'))
  const port = await open(tls)
  const cbc = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' } as const
  expect((await get(port, cbc)).outcome).toMatch(/^(?:EPROTO|ERR_SSL)/)
  const suites = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'
  await write('web.yml', tls.replace('}', `, cipher_suites: [${suites}]}`))
  await tenSeconds()
  expect((await get(port, cbc)).outcome).toBe(200)
})

test('a certificate and its key that change one after the other are never mixed', async () => {
  await writePair(await (await ca).issue('first'))
  const port = await open(tls)
  const next = await (await ca).issue('second')
  await write('server.crt', next.cert)
  await tenSeconds()
  expect((await get(port)).outcome).toBe(200)
  expect(door.lastReloadSuccessful).toBe(false)
  expect(lines).toMatchObject([
    { event: 'web_config_refused', problems: [expect.stringContaining('key_file: the key of another certificate')] },
  ])
  await write('server.key', next.key)
  await tenSeconds()
  expect((await get(port)).outcome).toBe(200)
  expect(events()).toEqual(['web_config_refused', 'web_config_changed'])
  expect(door.lastReloadSuccessful).toBe(true)
})

test.each([
  ['misspelt', 'basic_auth_user: {}\n'],
  ['half written', users.slice(0, 40)],
  ['empty, as a file is that is just being written', ''],
  ['empty but for a comment', '# nobody\n'],
])('a file that is %s changes nothing, and is told of once', async (_, text) => {
  const port = await open(users)
  await write('web.yml', text)
  await tenSeconds()
  await tenSeconds()
  expect([await plain(port), await plain(port, alice)]).toEqual([401, 200])
  expect(lines).toEqual([expect.objectContaining({ level: 50, event: 'web_config_refused' })])
  expect(lines[0]?.problems?.[0]).toMatch(/web\.yml:(1:| the file is empty)/)
  await write('web.yml', users)
  await tenSeconds()
  expect(events()).toEqual(['web_config_refused', 'web_config_changed'])
})

test('a file that is gone changes nothing', async () => {
  const port = await open(users)
  await unlink(join(folder, 'web.yml'))
  await tenSeconds()
  expect([await plain(port), await plain(port, alice)]).toEqual([401, 200])
  expect(events()).toEqual(['web_config_refused'])
})

test('a file that is being written for seconds is taken when it is whole', async () => {
  const port = await open('')
  await write('web.yml', users)
  await clock.advance(4)
  await asleep()
  await write('web.yml', `${users}http_server_config: {headers: {X-Frame-Options: deny}}\n`)
  await clock.advance(1)
  await asleep()
  expect(await plain(port)).toBe(200)
  await tenSeconds()
  expect(await plain(port)).toBe(401)
  expect(events()).toEqual(['web_config_changed'])
})

test('what is accepted with a warning is told at the start and after a change', async () => {
  await open('http_server_config: {http2: true}')
  expect(events()).toEqual(['web_config_warning'])
  await write('web.yml', 'rate_limit: {interval: 1s, burst: 1}')
  await tenSeconds()
  expect(events()).toEqual(['web_config_warning', 'web_config_warning', 'web_config_changed'])
})
