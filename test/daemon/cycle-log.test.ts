import { pino } from 'pino'
import { expect, test } from 'vitest'
import { zoneEndpoint, zonesEndpoint } from '../../src/cloudflare/endpoints.ts'
import { CycleLog } from '../../src/daemon/cycle-log.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { discoveryEntry, watchList } from '../support/zones.ts'

function started() {
  const lines: unknown[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  return { lines, log: new CycleLog(log, new FakeClock()) }
}

test('a zone that is not watched any more is named with a warning', () => {
  const { lines, log } = started()
  const inventory = new Inventory()
  inventory.watch(watchList({ discoveries: [discoveryEntry()] }), 0)
  const [stays, leaves] = ['a', 'b'].map((letter) => ({ zoneId: letter.repeat(32), zone: `${letter}.example` }))
  if (!stays || !leaves) throw new Error('two zones were made')
  inventory.publishDiscovery('default', { ok: true, value: [stays, leaves] }, 1)
  const before = inventory.snapshot
  inventory.publishDiscovery('default', { ok: true, value: [stays] }, 2)
  log.discovered('default', before, inventory.snapshot)
  expect(lines).toMatchObject([
    { level: 40, event: 'zone_left', credentials: 'default', zone_id: leaves.zoneId, zone: 'b.example' },
    { level: 30, event: 'zones_discovered', credentials: 'default', zones: 1 },
  ])
})

test('that a zone may not be seen is no missing permission, that zones may not be listed is one', () => {
  const { lines, log } = started()
  log.denied('default', zoneEndpoint)
  expect(lines).toEqual([])
  log.denied('default', zonesEndpoint)
  expect(lines).toMatchObject([{ level: 50, event: 'permission_missing', permission: 'Zone > Zone > Read' }])
})

const cycle = {
  scope: 'all',
  checked: 2,
  readings: 5,
  failed: 0,
  hasNewFailures: false,
  isWorthKeeping: true,
  seconds: 207,
} as const
const never = new AbortController().signal
const cost = { credentials: 'default', requests: 404, seconds: 103, kinds: [] }

test('what a cycle takes is learnt from the last one in which hardly anything failed', async () => {
  const { lines, log } = started()
  log.costs(cost, 3600)
  await log.keep('all', never, async () => ({ ...cycle, failed: 1, seconds: 3000 }))
  log.costs(cost, 3600)
  await log.keep('all', never, async () => ({ ...cycle, readings: 400, failed: 3 }))
  log.costs(cost, 3600)
  log.costs(cost, 3600)
  log.costs(cost, 200)
  expect(lines.filter((line) => Object(line).event === 'cycle_cost')).toMatchObject([
    { level: 30, requests: 404, seconds: 103, msg: expect.stringContaining('at the configured rate') },
    { level: 30, requests: 404, seconds: 207, msg: expect.stringContaining('as the last one did') },
    { level: 40, requests: 404, seconds: 207, interval: 200, msg: expect.stringMatching(/: raise the interval$/) },
  ])
})

test('what a kind costs is told where the configuration asks for more than the two default kinds', () => {
  const { lines, log } = started()
  const byDefault = { kind: 'hostname', requests: 404, restingStores: 0 } as const
  log.costs({ ...cost, kinds: [byDefault] }, 3600)
  const uploaded = { kind: 'custom_certificate', requests: 50, restingStores: 950 } as const
  log.costs({ ...cost, requests: 454, kinds: [byDefault, uploaded] }, 3600)
  expect(lines[0]).not.toHaveProperty('by_kind')
  expect(lines[1]).toMatchObject({
    by_kind: {
      hostname: { requests: 404, resting_stores: 0 },
      custom_certificate: { requests: 50, resting_stores: 950 },
    },
    msg: expect.stringContaining('a full cycle makes about 454 requests (50 for custom_certificate) and takes'),
  })
})

test('a cycle in which nothing could be read is a warning', async () => {
  const { lines, log } = started()
  await log.keep('all', never, async () => ({ ...cycle, failed: 5 }))
  await log.keep('all', never, async () => ({ ...cycle, failed: 4 }))
  expect(lines).toMatchObject([
    { level: 40, event: 'cycle_done', msg: 'nothing could be read: 5 of 5 readings failed' },
    { level: 30, event: 'cycle_done' },
  ])
})

const failure = { reason: 'server_error', status: 503, detail: 'HTTP 503' } as const
const unreadable = { ok: false, detail: 'token does not exist' } as const
const readable = { ok: true, secret: { kind: 'token', token: 'a' } } as const
const faulty = { scope: 'zone', scopeId: 'a'.repeat(32), kind: 'hostname', certificateId: '1', name: 'x' } as const

test.each<[string, (log: CycleLog) => unknown, readonly object[]]>([
  [
    'a cycle that this program broke off, and none that was to stop',
    async (log) => {
      const broken = () => Promise.reject(new Error('broken'))
      expect(await log.keep('all', never, broken)).toMatchObject({ failed: 1 })
      expect(await log.keep('all', AbortSignal.abort(), broken)).toMatchObject({ failed: 0 })
      expect(log.lastCycle).toBeUndefined()
    },
    [{ level: 50, event: 'cycle_failed', scope: 'all', err: { message: 'broken' } }],
  ],
  [
    'a check that this program broke off',
    (log) => log.internalError(new Error('broken'), faulty),
    [{ level: 50, event: 'internal_error', kind: 'hostname', zone_id: 'a'.repeat(32), certificate_id: '1', name: 'x' }],
  ],
  [
    'a missing permission once, until it may have been granted',
    (log) => {
      for (let i = 0; i < 2; i++) log.denied('default', zonesEndpoint)
      log.denied('other', zonesEndpoint)
      log.forgetDenials()
      log.denied('default', zonesEndpoint)
    },
    ['default', 'other', 'default'].map((credentials) => ({ event: 'permission_missing', credentials })),
  ],
  [
    'why requests are held back, and the end of it',
    (log) => {
      log.circuitEvent('default', { cause: 'outage', failure, round: 1, probeAt: 0 })
      log.circuitEvent('default', undefined)
    },
    [
      { level: 50, event: 'requests_held_back', cause: 'outage', credentials: 'default', reason: 'server_error' },
      { level: 30, event: 'requests_resumed', credentials: 'default' },
    ],
  ],
  [
    'a secret that cannot be read, that it can be read again, and one that looks wrong',
    (log) => {
      log.credentialRead('default', undefined, readable)
      log.credentialRead('default', undefined, unreadable)
      log.credentialRead('default', unreadable, readable)
      log.credentialRead('default', readable, { ...readable, oddity: 'it is short' })
    },
    [
      { level: 50, event: 'credential_unreadable', credentials: 'default', detail: 'token does not exist' },
      { level: 30, event: 'credential_readable', credentials: 'default' },
      { level: 40, event: 'credential_odd', credentials: 'default', detail: 'it is short' },
    ],
  ],
  [
    'a key that is refused, and let in again',
    (log) => {
      log.keyRefused('default', true)
      log.keyRefused('default', false)
    },
    [
      { level: 50, event: 'credential_refused', credentials: 'default' },
      { level: 30, event: 'credential_let_in', credentials: 'default' },
    ],
  ],
  [
    'what happens to the schedule',
    (log) => {
      log.scheduleEvent('clock_jump')
      log.scheduleEvent('skipped_tick')
    },
    [
      { level: 40, event: 'clock_jump', msg: expect.stringContaining('clock was set') },
      { level: 40, event: 'skipped_tick', msg: expect.stringContaining('skipped') },
    ],
  ],
])('%s', async (_, happens, expected) => {
  const { lines, log } = started()
  await happens(log)
  expect(lines).toMatchObject(expected)
})
