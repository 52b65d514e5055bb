import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Credentials, defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { exampleCom, shop, visibleZones } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startWatcher, type Watcher } from '../support/watcher.ts'

/** Lists zones, and may read nothing of their certificates. */
const blind: Credentials = { ...defaultCredentials, lacks: ['ssl_read'] }
/** Reads certificates, and cannot list zones. */
const narrow: Credentials = {
  token: 'simulated-token-2222222222222222222222222',
  email: 'narrow@example.com',
  key: '0123456789abcdef0123456789abcdef01236',
  lacks: ['zone_read'],
}

let simulator: Simulator
let watcher: Watcher
beforeAll(async () => {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({
    fleet,
    clock: () => new Date(),
    credentials: blind,
    moreCredentials: [narrow],
  })
  const lines = [
    'schedule: 3s',
    `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
    'credentials: {blind: {api_token_file: blind}, narrow: {api_token_file: narrow}}',
    'discover_zones: true',
    `zones: [{zone_id: ${exampleCom.id}, credentials: narrow}]`,
    `hostnames: [{zone_id: ${shop.id}, hostname: orders.shop.example, credentials: blind}]`,
  ]
  watcher = await startWatcher(lines, { files: { blind: blind.token, narrow: narrow.token } })
})
afterAll(async () => {
  await watcher?.close()
  await simulator?.close()
})

const originPulls = '/zones/{zone_id}/origin_tls_client_auth'

test('what is missing is named, once for each credential and endpoint, whatever the zones and cycles', async () => {
  await watcher.cycle()
  await watcher.cycle()
  const denied = simulator.requests.filter(({ path }) =>
    path.endsWith('/origin_tls_client_auth/hostnames/certificates'),
  )
  expect(denied.length).toBeGreaterThan(2 * (visibleZones.length - 1))
  const told = watcher.logged('permission_missing')
  const named = told.map(({ credentials, endpoint, permission }) => [credentials, endpoint, permission].join(': '))
  const certificates = 'Zone > SSL and Certificates > Read'
  expect(named.sort()).toEqual(
    [
      `blind: ${originPulls}/hostnames/certificates: ${certificates}`,
      `blind: ${originPulls}/hostnames/{hostname}: ${certificates}`,
      `blind: ${originPulls}/settings: ${certificates}`,
      `blind: ${originPulls}: ${certificates}`,
      'narrow: /zones: Zone > Zone > Read',
    ].sort(),
  )
  for (const { level, msg } of told)
    expect([level, msg]).toEqual(['error', expect.stringMatching(/permission .+ is missing/)])
})

test('the metrics tell which readings do not work, and what can be read is watched', async () => {
  const shown = await watcher.cycle()
  const discoveries = shown.samples('cloudflare_cert_discovery_success')
  expect(discoveries.map(({ labels, value }) => [labels['credentials'], value])).toEqual([
    ['blind', 1],
    ['narrow', 0],
  ])
  const lists = shown.samples('cloudflare_cert_zone_check_success')
  expect(lists).toHaveLength(2 * visibleZones.length)
  for (const { labels, value } of lists) expect(value).toBe(labels['zone_id'] === exampleCom.id ? 1 : 0)
  expect(shown.samples('cloudflare_cert_hostname_check_success')).toMatchObject([{ value: 0 }])
  const watched = shown.samples('cloudflare_cert_check_success').map(({ labels }) => labels['zone'])
  expect(new Set(watched)).toEqual(new Set(['example.com']))
})

test('it is told again once there is reason to think that the permission was given', async () => {
  const before = watcher.logged('permission_missing').length
  await fetch(`http://${watcher.host}/-/reload`, { method: 'POST' })
  await watcher.cycle()
  expect(watcher.logged('permission_missing')).toHaveLength(2 * before)
})
