import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostnameScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { api } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Scrape } from '../reliability/support/scrape.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startWatcher, type Watcher } from '../support/watcher.ts'

/** Has no association: what it presents is known from the switch of its zone's store and from the list of that store. */
const fallsBack = 'legacy-app.api.example'

let simulator: Simulator
let watcher: Watcher
let before: Scrape
let after: Scrape

beforeAll(async () => {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const hostnames = [
    ...hostnameScenarios.map(({ hostname, zone }) => ({ zone_id: zone.id, hostname })),
    { zone_id: api.id, hostname: fallsBack },
  ]
  const lines = [
    `cloudflare: {base_url: "${simulator.baseUrl}"}`,
    'credentials: {default: {api_token_file: token}}',
    `hostnames: ${JSON.stringify(hostnames)}`,
    'discover_zones: true',
    'state: {path: state.json}',
  ]
  watcher = await startWatcher(lines, { files: { token: simulator.credentials.token } })
  before = await watcher.firstCycle()
  await watcher.kill()
  await simulator.close()
  await watcher.start()
  after = await watcher.scrape()
})
afterAll(() => watcher?.close())

/** As the lines stand there, so that labels count as well. */
function lines({ text }: Scrape, metric: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${metric}{`))
    .sort()
}

test.each([
  'cloudflare_cert_expiry_timestamp_seconds',
  'cloudflare_cert_info',
  'cloudflare_cert_status',
  'cloudflare_cert_in_use',
  'cloudflare_cert_last_success_timestamp_seconds',
  'cloudflare_cert_hostname_state',
  'cloudflare_cert_hostname_info',
  'cloudflare_cert_hostname_expiry_timestamp_seconds',
  'cloudflare_cert_hostname_last_success_timestamp_seconds',
  'cloudflare_cert_zone_enabled',
  'cloudflare_cert_zone_last_success_timestamp_seconds',
  'cloudflare_cert_discovery_last_success_timestamp_seconds',
])('killed, and started while nobody answers: %s is all there at the first scrape', (metric) => {
  expect(lines(before, metric).length).toBeGreaterThan(0)
  expect(lines(after, metric)).toEqual(lines(before, metric))
})

test('what is watched is counted as before', () => {
  for (const counted of ['certificates', 'hostnames', 'zones']) {
    const metric = `cloudflare_cert_exporter_${counted}`
    expect(before.value(metric)).toBeGreaterThan(0)
    expect(after.value(metric)).toBe(before.value(metric))
  }
  expect(after.value('cloudflare_cert_exporter_state_restored_timestamp_seconds')).toBeGreaterThan(0)
})

test('a hostname that falls back shows what the store of its zone presents', () => {
  const expiries = after.samples('cloudflare_cert_hostname_expiry_timestamp_seconds')
  expect(expiries.map(({ labels }) => labels['hostname'])).toContain(fallsBack)
})

test('nor does a cycle that finds nobody take anything away', async () => {
  const shown = await watcher.firstCycle()
  expect(shown.samples('cloudflare_cert_check_success').filter(({ value }) => value === 1)).toEqual([])
  expect(shown.samples('cloudflare_cert_discovery_success')).toMatchObject([{ value: 0 }])
  for (const of of ['expiry_timestamp_seconds', 'hostname_state', 'hostname_expiry_timestamp_seconds', 'zone_enabled'])
    expect(lines(shown, `cloudflare_cert_${of}`)).toEqual(lines(before, `cloudflare_cert_${of}`))
})
