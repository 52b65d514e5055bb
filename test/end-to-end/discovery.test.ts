import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import type { Scrape } from '../reliability/support/scrape.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { patience, startWatcher, type Watcher } from '../support/watcher.ts'

let fleet: Fleet
let simulator: Simulator
let watcher: Watcher

beforeAll(async () => {
  fleet = await sharedDemoFleet()
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  const lines = [
    'schedule: 2s',
    `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
    'credentials: {default: {api_token_file: token}}',
    'discover_zones: true',
  ]
  watcher = await startWatcher(lines, { files: { token: simulator.credentials.token } })
})
afterAll(async () => {
  await watcher?.close()
  await simulator?.close()
})

const identity = ['kind', 'zone', 'zone_id', 'certificate_id']

/** The certificates that have a series of this metric, each by its identity and the name of its zone. */
function seen(shown: Scrape, metric: string): string[] {
  return shown
    .samples(metric)
    .map(({ labels }) => identity.map((name) => labels[name]).join(' '))
    .sort()
}

/** All that stands in a list of the fleet. */
function standing() {
  return fleet.certificates.filter(({ record, listed }) => record && record.status !== 'deleted' && listed !== false)
}

function named(certificates: ReturnType<typeof standing>): string[] {
  return certificates
    .map(({ kind, zone, zoneId, certificateId }) => [kind, zone, zoneId, certificateId].join(' '))
    .sort()
}

const discovered = (shown: Scrape) => shown.samples('cloudflare_cert_discovery_success')
const suspicions = (shown: Scrape) =>
  Object.fromEntries(
    shown
      .samples('cloudflare_cert_exporter_suspicious_listings_total')
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => [labels['reason'], value]),
  )

test('a configuration of four lines watches the whole fleet', async () => {
  const shown = await watcher.firstCycle()
  expect(seen(shown, 'cloudflare_cert_check_success')).toEqual(named(standing()))
  const readable = standing().filter(({ expectation }) => expectation.state !== 'check_failing')
  expect(seen(shown, 'cloudflare_cert_expiry_timestamp_seconds')).toEqual(expect.arrayContaining(named(readable)))
  expect(seen(shown, 'cloudflare_cert_expiry_days')).toEqual(seen(shown, 'cloudflare_cert_expiry_timestamp_seconds'))
  expect(shown.value('cloudflare_cert_exporter_certificates')).toBe(standing().length)
})

test('it counts the zones, and says of each list that it can be read', async () => {
  const shown = await watcher.firstCycle()
  expect(discovered(shown)).toEqual([{ labels: { credentials: 'default' }, value: 1 }])
  expect(shown.value('cloudflare_cert_exporter_zones')).toBe(fleet.zones.length)
  const lists = shown.samples('cloudflare_cert_zone_check_success')
  expect(lists).toHaveLength(2 * fleet.zones.length)
  expect(lists.filter(({ value }) => value !== 1)).toEqual([])
  expect(suspicions(shown)).toEqual({})
})

test.each<[Fault, string | undefined]>([
  [{ fault: 'status', status: 403, code: 10000 }, undefined],
  [{ fault: 'short_list' }, 'incomplete'],
  [{ fault: 'empty_list' }, 'empty'],
])('a list of zones that fails or is not believed takes no series away: %j', async (fault, suspicion) => {
  const before = await watcher.cycle()
  const lastSuccess = before.value('cloudflare_cert_discovery_last_success_timestamp_seconds')
  const told = suspicions(before)
  simulator.fault({ ...fault, path: '/zones?' })
  await watcher.cycle()
  const shown = await watcher.cycle()
  expect(discovered(shown)).toEqual([{ labels: { credentials: 'default' }, value: 0 }])
  expect(shown.value('cloudflare_cert_discovery_last_success_timestamp_seconds')).toBe(lastSuccess)
  for (const metric of ['cloudflare_cert_check_success', 'cloudflare_cert_expiry_timestamp_seconds'])
    expect(seen(shown, metric)).toEqual(seen(before, metric))
  expect(shown.value('cloudflare_cert_exporter_zones')).toBe(fleet.zones.length)
  if (suspicion === undefined) expect(suspicions(shown)).toEqual(told)
  else expect(suspicions(shown)[suspicion]).toBeGreaterThanOrEqual(2)
  simulator.clearFaults()
  await vi.waitFor(async () => expect(discovered(await watcher.scrape())).toMatchObject([{ value: 1 }]), patience)
})

test('a field that cannot be read, in every answer, costs no certificate and no check, and is told of by name', async () => {
  const before = await watcher.cycle()
  simulator.fault({ fault: 'field', name: 'uploaded_on', becomes: 'number', path: 'origin_tls_client_auth' })
  await watcher.cycle()
  const shown = await watcher.cycle()
  for (const metric of ['cloudflare_cert_check_success', 'cloudflare_cert_expiry_timestamp_seconds'])
    expect(shown.samples(metric)).toEqual(before.samples(metric))
  expect(shown.samples('cloudflare_cert_uploaded_on_timestamp_seconds')).toEqual([])
  const counted = shown.samples('cloudflare_cert_exporter_unreadable_fields_total').filter(({ value }) => value > 0)
  expect(counted).toMatchObject([{ labels: { field: 'uploaded_on' } }])
  const [example] = seen(before, 'cloudflare_cert_uploaded_on_timestamp_seconds')
  const told = watcher
    .logged('fields_unreadable')
    .filter(({ kind, zone, zone_id, certificate_id }) => [kind, zone, zone_id, certificate_id].join(' ') === example)
  expect(told).toMatchObject([{ level: expect.anything(), fields: ['uploaded_on'] }])
  const [page = '', json] = await Promise.all([
    fetch(`http://${watcher.host}/`).then((response) => response.text()),
    fetch(`http://${watcher.host}/api/v1/certificates`).then((response) => response.json()),
  ])
  expect(page).toMatch(/[Ff]ields of Cloudflare(?:'|&#39;)s answer cannot be read: uploaded_on/)
  expect(json).toMatchObject({
    certificates: expect.arrayContaining([
      expect.objectContaining({ api: expect.objectContaining({ unreadable: ['uploaded_on'] }) }),
    ]),
  })
  simulator.clearFaults()
})
