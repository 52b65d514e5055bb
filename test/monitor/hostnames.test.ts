import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expiryOf } from '../../src/certificate/urgency.ts'
import type { HostnameEntry } from '../../src/certificate/watch-list.ts'
import { certificateAt } from '../../src/inventory/places.ts'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { hostnameScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { api, exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { monitorOf } from '../support/monitor.ts'
import { hostnameEntry } from '../support/zones.ts'

let fleet: Fleet
let simulator: Simulator
let monitor: ReturnType<typeof monitorOf>
beforeEach(async () => {
  fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
})
afterEach(async () => {
  await monitor.close()
  await simulator.close()
})

function follow(...hostnames: (string | Partial<HostnameEntry>)[]) {
  const entries = hostnames.map((each) => hostnameEntry(typeof each === 'string' ? { hostname: each } : each))
  monitor = monitorOf(simulator, { hostnames: entries })
  return monitor
}

function simulated(name: string): SimulatedCertificate {
  const found = fleet.certificates.find((each) => each.name === name)
  if (!found) throw new Error(`the fleet has no ${name}`)
  return found
}

function expiryOfHostname(hostname: string): number | undefined {
  const presents = monitor.hostname(hostname)?.presents
  const certificate = presents === undefined ? undefined : certificateAt(monitor.inventory.snapshot, presents)
  return expiryOf(certificate?.known?.facts, certificate?.known?.record)
}

const hostname = 'payments.example.com'

test('one request tells which certificate a hostname uses, and all about it', async () => {
  const { run } = follow(hostname)
  const base = `/zones/${exampleCom.id}/origin_tls_client_auth`
  expect((await run()).toSorted()).toEqual([`${base}/hostnames/${hostname}`, `${base}/settings`])
  const [certificate] = Object.values(monitor.certificates)
  expect(certificate).toMatchObject({
    entry: { certificateId: simulated('fine-ecdsa').certificateId, labels: { team: 'payments' } },
    known: { facts: { publicKey: 'ECDSA P-256' }, record: { status: 'active' } },
    check: { failure: undefined },
    use: { hostnames: [hostname], inUse: true },
  })
  expect(certificate?.entry.name).toBe('fine-ecdsa.origin.example')
})

test('every state of the demo fleet is told apart', async () => {
  const scenarios = hostnameScenarios
  const { run } = follow(...scenarios.map(({ hostname, zone }) => ({ hostname, zoneId: zone.id })))
  await run()
  for (const { hostname, expectation } of scenarios)
    expect(monitor.hostname(hostname)?.association?.state, hostname).toBe(expectation.state)
})

test('a disabled association: its certificate is watched, and not in use', async () => {
  const { run } = follow('staging.example.com')
  await run()
  expect(Object.values(monitor.certificates)).toMatchObject([{ use: { hostnames: [], inUse: undefined } }])
  expect(monitor.hostname('staging.example.com')?.presents).toBeUndefined()
})

test('a void one and none lead to no certificate of their own', async () => {
  const { run } = follow('retired.example.com', 'forgotten.example.com')
  await run()
  expect(monitor.ids).toEqual([])
})

test.each<Fault>([
  { fault: 'field', name: 'cert_id', becomes: 'null' },
  { fault: 'field', name: 'cert_id', becomes: 'text', text: '' },
  { fault: 'field', name: 'cert_id', becomes: 'missing' },
])('a void one without the id of a certificate is void: %j', async (fault) => {
  simulator.fault({ ...fault, path: 'retired.example.com' })
  const { run } = follow('retired.example.com')
  await run()
  expect(monitor.hostname('retired.example.com')).toMatchObject({
    association: { state: 'voided', certificateId: undefined },
    reading: { failure: undefined },
  })
})

test.each([hostname, `${hostname}.`, hostname.toUpperCase(), hostname.replaceAll('.', '\u3002')])(
  'an answer about %s is about the hostname that was asked for',
  async (named) => {
    simulator.fault({ fault: 'field', name: 'hostname', becomes: 'text', text: named, path: hostname })
    await follow(hostname).run()
    expect(expiryOfHostname(hostname)).toBe(Date.parse(simulated('fine-ecdsa').record?.expires_on ?? '') / 1000)
  },
)

test('through a rotation: the new one takes over at once, with one line in the log', async () => {
  const { run } = follow(hostname)
  await run()
  const before = expiryOfHostname(hostname)
  const next = simulated('fine-rsa')
  simulator.associate({ zoneId: exampleCom.id, hostname, certificateId: next.certificateId, enabled: true })
  monitor.lines.splice(0)
  await run()
  expect(monitor.ids).toEqual([next.certificateId])
  expect(expiryOfHostname(hostname)).toBeGreaterThan(0)
  expect(expiryOfHostname(hostname)).toBe(before)
  expect(monitor.certificates['fine-rsa']?.check.failure).toBeUndefined()
  const [rotated, ...others] = monitor.lines.filter(({ level }) => level !== 'debug')
  expect(others).toEqual([])
  expect(rotated).toMatchObject({ level: 'info', fields: { event: 'hostname_changed' } })
  expect(rotated?.message).toMatch(/^payments\.example\.com now uses fine-rsa \(.{36}\) until 20\d\d-.*Z$/)
})

test('until the new association is active, what it replaces may still be presented, and is watched', async () => {
  const { run } = follow(hostname)
  await run()
  const [before, next] = [simulated('fine-ecdsa').certificateId, simulated('fine-rsa').certificateId]
  simulator.associate({ zoneId: exampleCom.id, hostname, certificateId: next, enabled: true })
  simulator.fault({
    fault: 'field',
    name: 'status',
    becomes: 'text',
    text: 'pending_deployment',
    path: `/hostnames/${hostname}`,
  })
  await run()
  await run()
  expect(monitor.ids.toSorted()).toEqual([next, before].toSorted())
  for (const each of Object.values(monitor.certificates))
    expect(each.use).toMatchObject({ hostnames: [hostname], inUse: true })
  simulator.clearFaults()
  await run()
  expect(monitor.ids).toEqual([next])
})

test('of two rotations in a row, neither of which got to the edge, the one that was there stays watched', async () => {
  const { run } = follow(hostname)
  await run()
  simulator.fault({
    fault: 'field',
    name: 'status',
    becomes: 'text',
    text: 'pending_deployment',
    path: `/hostnames/${hostname}`,
  })
  for (const name of ['fine-rsa', 'fine-ed25519']) {
    simulator.associate({
      zoneId: exampleCom.id,
      hostname,
      certificateId: simulated(name).certificateId,
      enabled: true,
    })
    await run()
  }
  const [first, last] = [simulated('fine-ecdsa').certificateId, simulated('fine-ed25519').certificateId]
  expect(monitor.ids.toSorted()).toEqual([first, last].toSorted())
})

test('what a void or disabled association named is not in use again while the next one is pending', async () => {
  const { run } = follow('staging.example.com', 'retired.example.com')
  await run()
  const next = simulated('fine-ecdsa').certificateId
  simulator.fault({ fault: 'field', name: 'status', becomes: 'text', text: 'pending_deployment', path: '.example.com' })
  for (const name of ['staging.example.com', 'retired.example.com'])
    simulator.associate({ zoneId: exampleCom.id, hostname: name, certificateId: next, enabled: true })
  await run()
  expect(monitor.ids).toEqual([next])
})

test('a certificate that is in no list yet is known from the association', async () => {
  const { run } = follow(hostname)
  await run()
  const fresh = simulated('fresh-upload')
  simulator.upsert({ ...fresh, zoneId: exampleCom.id, zone: exampleCom.name })
  simulator.associate({ zoneId: exampleCom.id, hostname, certificateId: fresh.certificateId, enabled: true })
  simulator.fault({ fault: 'status', status: 404, code: 1551, path: '/hostnames/certificates' })
  await run()
  expect(Object.values(monitor.certificates)).toMatchObject([
    { entry: { certificateId: fresh.certificateId }, known: { record: { status: 'active' } } },
  ])
})

test('and one whose PEM nobody gives yet, by what the association says of it', async () => {
  const { run } = follow(hostname)
  await run()
  const { certificateId } = simulated('fine-rsa')
  simulator.associate({ zoneId: exampleCom.id, hostname, certificateId, enabled: true })
  simulator.fault({ fault: 'status', status: 404, code: 1551, path: '/hostnames/certificates' })
  simulator.fault({ fault: 'field', name: 'certificate', becomes: 'null', path: `/hostnames/${hostname}` })
  await run()
  expect(expiryOfHostname(hostname)).toBeGreaterThan(0)
  expect(Object.values(monitor.certificates)).toMatchObject([
    { known: { facts: undefined, record: { status: 'active' } } },
  ])
})

describe('what cannot be read', () => {
  test('keeps what is known, and says so from the first time', async () => {
    const { run } = follow(hostname)
    await run()
    const { known } = monitor.certificates['fine-ecdsa.origin.example'] ?? {}
    simulator.fault({ fault: 'status', status: 403, code: 10000, path: `/hostnames/${hostname}` })
    await run()
    expect(monitor.hostname(hostname)).toMatchObject({
      association: { state: 'enabled' },
      reading: { failure: { reason: 'permission' } },
    })
    expect(monitor.certificates['fine-ecdsa.origin.example']?.known).toBe(known)
    expect(monitor.certificates['fine-ecdsa.origin.example']?.check.failure).toBeUndefined()
  })

  test('is asked for again in between, and nothing else is', async () => {
    const { run } = follow(hostname, 'login.example.com')
    simulator.fault({ fault: 'status', status: 403, code: 10000, path: `/hostnames/${hostname}` })
    await run()
    expect(monitor.hostname(hostname)?.association).toBeUndefined()
    simulator.clearFaults()
    const paths = await run('outstanding')
    expect(paths).toEqual([`/zones/${exampleCom.id}/origin_tls_client_auth/hostnames/${hostname}`])
    expect(monitor.hostname(hostname)?.association?.state).toBe('enabled')
    expect(await run('outstanding')).toEqual([])
  })

  test.each(['wrong_shape', 'null_result', 'not_json'] as const)('%s is no association', async (fault) => {
    const { run } = follow(hostname)
    await run()
    simulator.fault({ fault, path: `/hostnames/${hostname}` })
    await run()
    expect(monitor.hostname(hostname)).toMatchObject({
      association: { state: 'enabled' },
      reading: { failure: { reason: 'bad_response' } },
    })
  })
})

describe("a hostname that falls back to the zone's own store", () => {
  const fallen = { hostname: 'legacy-app.api.example', zoneId: api.id }

  test('leads to the certificate that the store presents', async () => {
    const { run } = follow(fallen)
    const paths = await run()
    expect(paths.filter((path) => path.endsWith('/origin_tls_client_auth'))).toHaveLength(1)
    expect(Object.values(monitor.certificates)).toMatchObject([
      {
        entry: { kind: 'zone', certificateId: simulated('whole-zone').certificateId },
        use: { hostnames: [fallen.hostname], inUse: true },
      },
    ])
    expect(expiryOfHostname(fallen.hostname)).toBeGreaterThan(0)
  })

  test('a switch that cannot be read keeps what is known until that is stale, is asked for again, and says so', async () => {
    const { run } = follow(fallen)
    await run()
    simulator.fault({ fault: 'status', status: 403, code: 10000, path: '/settings' })
    monitor.lines.splice(0)
    await run()
    expect(monitor.zone(api.id)?.zoneSwitch).toMatchObject({ enabled: true, isFresh: true })
    expect(monitor.lines.map(({ fields }) => fields['event'])).toEqual(['zone_switch_failed'])
    monitor.later(7)
    await run()
    expect(monitor.zone(api.id)?.zoneSwitch).toMatchObject({ enabled: true, isFresh: false })
    expect(monitor.ids).toEqual([simulated('whole-zone').certificateId])
    simulator.clearFaults()
    expect(await run('outstanding')).toEqual([`/zones/${api.id}/origin_tls_client_auth/settings`])
    expect(monitor.zone(api.id)?.zoneSwitch.isFresh).toBe(true)
  })

  test('leads to none once the store is switched off', async () => {
    const { run } = follow(fallen)
    await run()
    simulator.switchZoneStore(api.id, false)
    await run()
    expect(monitor.ids).toEqual([])
    expect(monitor.hostname(fallen.hostname)?.presents).toBeUndefined()
  })
})

test('several hostnames of one certificate: the labels on which all agree, the longest thresholds', async () => {
  const day = 86_400
  const thresholds = (warning: number) => ({
    warning: { kind: 'duration' as const, seconds: warning * day },
    critical: { kind: 'duration' as const, seconds: 7 * day },
  })
  const certificateId = simulated('rotation-unfinished-old').certificateId
  simulator.associate({ zoneId: shop.id, hostname: 'cart.shop.example', certificateId, enabled: true })
  const { run } = follow(
    {
      zoneId: shop.id,
      hostname: 'orders.shop.example',
      labels: { team: 'shop', tier: '1' },
      thresholds: thresholds(30),
    },
    { zoneId: shop.id, hostname: 'cart.shop.example', labels: { team: 'shop', tier: '2' }, thresholds: thresholds(60) },
  )
  await run()
  expect(Object.values(monitor.certificates)).toMatchObject([
    { entry: { labels: { team: 'shop' }, thresholds: thresholds(60) } },
  ])
})
