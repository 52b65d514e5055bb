import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { CertificateEntry } from '../../src/certificate/model.ts'
import { systemClock } from '../../src/clock.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificateAt } from '../../src/inventory/places.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { type CycleOptions, runCycle } from '../../src/monitor/cycle.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { Publisher } from '../../src/monitor/publisher.ts'
import type { CycleScope } from '../../src/monitor/questions.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { entry } from '../support/certificates.ts'
import { clientFor } from '../support/client.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { watchList } from '../support/zones.ts'

let fleet: Fleet
let simulator: Simulator
let source: ReturnType<typeof clientFor>

beforeAll(async () => {
  fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const secret = { kind: 'token', token: simulator.credentials.token } as const
  source = clientFor({ baseUrl: simulator.baseUrl, secret, requestsPer5m: 1e9 })
})
afterEach(() => simulator.clearFaults())
afterAll(async () => {
  await source.close()
  await simulator.close()
})

function entryOf(name: string): CertificateEntry {
  const found = fleet.certificates.find((each) => each.name === name)
  if (!found) throw new Error(`the fleet has no ${name}`)
  return entry({ ...found, scopeId: found.zoneId, labels: {} })
}

function internalError(error: unknown): never {
  throw error
}

function watch(...names: string[]) {
  let ahead = 0
  const clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: names.map(entryOf) }), systemClock.now())
  const pems = new ParsedPems()
  const published: (readonly string[])[] = []
  const publisher = new Publisher({
    inventory,
    clock,
    published: ({ checks }, _, next) =>
      published.push([...checks.keys()].map((key) => next.certificates.get(key)?.entry.name ?? '')),
  })
  let probeDueIn: number | undefined
  const options: CycleOptions = {
    source: source.client,
    pems,
    inventory,
    clock,
    random: () => 0,
    publisher,
    discovered: () => undefined,
    suspicious: () => undefined,
    unreadable: () => undefined,
    internalError,
    probeDueIn: () => probeDueIn,
  }
  const run = async (scope: CycleScope = 'all') => {
    const before = simulator.requests.length
    const report = await runCycle(scope, options, new AbortController().signal)
    const paths = simulator.requests.slice(before).map(({ path }) => path.replace('/client/v4/zones/', ''))
    return { report, zones: paths.map((path) => path.slice(0, 32)), paths: paths.map((path) => path.slice(33)) }
  }
  const get = (name: string) => certificateAt(inventory.snapshot, keyOf(entryOf(name)))
  /** @param seconds until it is probed; undefined: it is over */
  const outage = (seconds: number | undefined) => {
    probeDueIn = seconds
  }
  const later = (seconds: number) => {
    ahead += seconds
  }
  const watchAlso = (name: string) =>
    inventory.watch(watchList({ certificates: [...names, name].map(entryOf) }), clock.now())
  return { run, get, published, pems, outage, later, watchAlso }
}

const list = 'origin_tls_client_auth/hostnames/certificates'

describe('requests', () => {
  test('a single certificate of a store is asked for by its id', async () => {
    const { run } = watch('fine-rsa')
    expect((await run()).paths).toEqual([`${list}/5e4f1c2a-7b3d-4e60-9a8c-000000000001`])
  })

  test('several of one store by one list', async () => {
    const { run, get } = watch('fine-rsa', 'fine-ecdsa', 'fine-ed25519')
    expect((await run()).paths).toEqual([list])
    expect(get('fine-ecdsa')?.known?.facts?.publicKey).toBe('ECDSA P-256')
  })

  test('one that is missing from the list by its id, and an unknown one so too', async () => {
    const { run, get } = watch('ends-tomorrow', 'fresh-upload', 'ended-three-days-ago')
    expect((await run()).paths).toEqual([list, `${list}/5e4f1c2a-7b3d-4e60-9a8c-000000000009`])
    expect(get('fresh-upload')?.known).toBeDefined()
    const unknown = watch('fine-rsa', 'unknown-id')
    expect((await unknown.run()).paths).toHaveLength(2)
    expect(unknown.get('unknown-id')?.check.failure?.reason).toBe('not_found')
  })

  test('the two stores of a zone each by their own list, and whether the zone store is on', async () => {
    const { run } = watch('whole-zone', 'whole-zone-older', 'initializing', 'undocumented-status')
    expect((await run()).paths.sort()).toEqual(['origin_tls_client_auth', list, 'origin_tls_client_auth/settings'])
  })

  test('what failed, and nothing else, is asked for in between', async () => {
    const { run } = watch('fine-rsa', 'fine-ecdsa', 'ends-tomorrow')
    simulator.fault({ fault: 'status', status: 403, path: entryOf('ends-tomorrow').scopeId })
    expect((await run()).report).toMatchObject({ checked: 3, failed: 1 })
    simulator.clearFaults()
    const { report, paths } = await run('outstanding')
    expect(report).toMatchObject({ checked: 1, failed: 0, isWorthKeeping: true })
    expect(paths).toEqual([`${list}/5e4f1c2a-7b3d-4e60-9a8c-000000000006`])
    expect((await run('outstanding')).report.checked).toBe(0)
  })
})

describe('a failure is new once', () => {
  const forbidden = (name: string) => simulator.fault({ fault: 'status', status: 403, path: entryOf(name).scopeId })

  test('until something else fails', async () => {
    const { run } = watch('fine-rsa', 'ends-tomorrow')
    const isNew = async (scope: CycleScope = 'all') => (await run(scope)).report.hasNewFailures
    expect(await isNew()).toBe(false)
    forbidden('ends-tomorrow')
    expect([await isNew(), await isNew('outstanding'), await isNew()]).toEqual([true, false, false])
    const other = forbidden('fine-rsa')
    expect([await isNew(), await isNew()]).toEqual([true, false])
    other.lift()
    expect(await isNew()).toBe(false)
  })

  test('also where something else recovers at once', async () => {
    const { run, later } = watch('fine-rsa', 'ends-tomorrow')
    const first = forbidden('ends-tomorrow')
    await run()
    later(1)
    first.lift()
    forbidden('fine-rsa')
    const { report } = await run()
    expect(report).toMatchObject({ failed: 1, hasNewFailures: true })
  })

  test('also where it was never read before, and has been watched for longer than the other has failed', async () => {
    const { run, later, watchAlso } = watch('ends-tomorrow')
    forbidden('ends-tomorrow')
    await run()
    later(-60)
    watchAlso('fine-rsa')
    forbidden('fine-rsa')
    expect((await run()).report).toMatchObject({ failed: 2, hasNewFailures: true })
  })
})

describe('a list that fails', () => {
  test('is the failure of all its certificates, and no reason to ask for each', async () => {
    const { run, get } = watch('fine-rsa', 'fine-ecdsa')
    await run()
    simulator.fault({ fault: 'status', status: 403, code: 10000 })
    expect((await run()).paths).toEqual([list])
    expect(get('fine-rsa')).toMatchObject({
      known: { record: { status: 'active' } },
      check: { failure: { reason: 'permission' } },
    })
  })

  test.each(['null_result', 'wrong_shape', 'not_json'] as const)(
    '%s: the certificates are asked for by their ids',
    async (fault) => {
      const { run, get } = watch('fine-rsa', 'fine-ecdsa')
      simulator.fault({ fault, path: new RegExp(`${list}$`) })
      expect((await run()).report.failed).toBe(0)
      expect(get('fine-ecdsa')?.check.failure).toBeUndefined()
    },
  )
})

describe('in an outage', () => {
  const names = ['fine-rsa', 'fresh-upload', 'whole-zone']

  test('until the next probe, what has failed already is not asked for in between, and keeps the reason for which it failed', async () => {
    const { run, get, published, outage } = watch(...names)
    simulator.fault({ fault: 'status', status: 403, code: 10000 })
    await run()
    published.length = 0
    outage(30)
    const { report, paths } = await run('outstanding')
    expect(paths).toEqual([])
    expect(published).toEqual([])
    expect(report).toMatchObject({ checked: 0, isWorthKeeping: false, hasNewFailures: false })
    expect(report.failed).toBe(report.readings)
    expect(names.map((name) => get(name)?.check.failure?.reason)).toEqual(names.map(() => 'permission'))
    simulator.clearFaults()
    outage(undefined)
    expect((await run('outstanding')).report.failed).toBe(0)
  })

  test('what was never asked for, or not for ten minutes, is asked for all the same, and so is everything in a full cycle', async () => {
    const { run, outage, later } = watch(...names)
    simulator.fault({ fault: 'status', status: 403, code: 10000 })
    outage(30)
    const checked = async (scope: CycleScope) => (await run(scope)).report.checked
    expect([await checked('outstanding'), await checked('outstanding')]).toEqual([3, 0])
    later(590)
    expect(await checked('outstanding')).toBe(0)
    later(20)
    expect([await checked('outstanding'), await checked('outstanding')]).toEqual([3, 0])
    expect(await checked('all')).toBe(3)
  })

  test('of the zones that have failed one is visited, if its request is the probe and fails', async () => {
    const { run, published, outage } = watch(...names)
    simulator.fault({ fault: 'status', status: 403, code: 10000 })
    await run()
    published.length = 0
    outage(0)
    void simulator.nextRequest().then(() => outage(30))
    expect(new Set((await run('outstanding')).zones).size).toBe(1)
    expect(published).toHaveLength(1)
  })

  test('one zone is visited after the other, because a single request is sent for all', async () => {
    const { run, outage } = watch('ends-tomorrow', 'ended-three-days-ago', 'whole-zone', 'initializing')
    outage(0)
    const zones = (await run()).zones
    const visits = zones.filter((zone, i) => zone !== zones[i - 1])
    expect(zones.length).toBeGreaterThan(visits.length)
    expect(visits).toHaveLength(new Set(zones).size)
  })
})

test('what belongs to one zone is published at once', async () => {
  const { run, published } = watch('fine-rsa', 'fine-ecdsa', 'fresh-upload', 'ends-tomorrow')
  await run()
  expect(published.map((names) => names.toSorted()).toSorted()).toEqual([
    ['ends-tomorrow', 'fresh-upload'],
    ['fine-ecdsa', 'fine-rsa'],
  ])
})

test('an unchanged certificate is not parsed again, and stays the same object', async () => {
  const { run, get } = watch('fine-rsa', 'fine-ecdsa')
  await run()
  const { known } = get('fine-rsa') ?? {}
  await run()
  expect(get('fine-rsa')?.known).toBe(known)
})

test('who stops it stops it at once, and what was published stays', async () => {
  const { run, get } = watch('fine-rsa')
  await run()
  simulator.fault({ fault: 'stall_headers' })
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [entryOf('fine-ecdsa')] }), systemClock.now())
  const stop = new AbortController()
  const arrived = simulator.nextRequest()
  const publisher = new Publisher({ inventory, clock: systemClock, published: () => undefined })
  const options: CycleOptions = {
    source: source.client,
    pems: new ParsedPems(),
    inventory,
    clock: systemClock,
    random: () => 0,
    publisher,
    discovered: () => undefined,
    suspicious: () => undefined,
    unreadable: () => undefined,
    internalError,
    probeDueIn: () => undefined,
  }
  const cycle = runCycle('all', options, stop.signal)
  await arrived
  stop.abort(new Error('enough'))
  await expect(cycle).rejects.toThrow('enough')
  expect(get('fine-rsa')?.known).toBeDefined()
})
