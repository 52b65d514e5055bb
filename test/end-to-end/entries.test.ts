import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, exampleCom } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import type { Scrape } from '../reliability/support/scrape.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startWatcher, type Watcher } from '../support/watcher.ts'

let fleet: Fleet
let simulator: Simulator
let watcher: Watcher
let shown: Scrape

beforeAll(async () => {
  fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const followed = idOf('initializing')
  for (const hostname of ['a.api.example', 'b.api.example'])
    simulator.associate({ zoneId: api.id, hostname, certificateId: followed, enabled: true })
  const lines = [
    `cloudflare: {base_url: "${simulator.baseUrl}"}`,
    'credentials: {default: {api_token_file: token}}',
    'certificates:',
    `- {zone_id: ${exampleCom.id}, certificate_id: ${idOf('fine-ecdsa')}, name: mine, labels: {from: certificates}}`,
    'hostnames:',
    `- {zone_id: ${exampleCom.id}, hostname: payments.example.com, labels: {from: hostnames}}`,
    `- {zone_id: ${api.id}, hostname: a.api.example, labels: {from: hostnames, tier: a}, thresholds: {warning: 50d}}`,
    `- {zone_id: ${api.id}, hostname: b.api.example, labels: {from: hostnames, tier: b}, thresholds: {critical: 20d}}`,
    'zones:',
    `- {zone_id: ${exampleCom.id}, labels: {from: zones}, thresholds: {warning: 45d}}`,
    `- {zone_id: ${api.id}, kinds: [hostname], exclude: [${followed}], labels: {from: zones}}`,
    'discover_zones: {labels: {from: discovery}}',
  ]
  watcher = await startWatcher(lines, { files: { token: simulator.credentials.token } })
  shown = await watcher.firstCycle()
})
afterAll(async () => {
  await watcher?.close()
  await simulator?.close()
})

function simulated(name: string) {
  const found = fleet.certificates.find((each) => each.name === name)
  if (!found) throw new Error(`the fleet has no ${name}`)
  return found
}

const idOf = (name: string) => simulated(name).certificateId

const ofOneFamily: ReadonlySet<string> = new Set(['status', 'field', 'severity', 'problem', 'reason', 'credentials'])
const ofInfo = /^(serial_number|issuer|subject|signature_algorithm|public_key|fingerprint_sha256)$/

/** Every set of labels under which a certificate is exposed, in any family. */
function labelSets(certificateId: string): unknown[] {
  const samples = shown
    .samples('cloudflare_cert_(?!hostname_)\\w+')
    .filter(({ labels }) => labels['certificate_id'] === certificateId)
  const sets = samples.map(({ labels }) =>
    JSON.stringify(
      Object.fromEntries(Object.entries(labels).filter(([name]) => !ofOneFamily.has(name) && !ofInfo.test(name))),
    ),
  )
  expect(samples.length).toBeGreaterThan(15)
  return [...new Set(sets)].map((set) => JSON.parse(set))
}

function thresholdsOf(certificateId: string): Readonly<Record<string, number>> {
  const own = shown
    .samples('cloudflare_cert_threshold_seconds')
    .filter(({ labels }) => labels['certificate_id'] === certificateId)
  return Object.fromEntries(own.map(({ labels, value }) => [labels['severity'], value / 86_400]))
}

test.each<[string, Readonly<Record<string, string>>, number, number]>([
  ['fine-ecdsa', { from: 'certificates', name: 'mine', zone: 'example.com' }, 30, 14],
  ['fine-rsa', { from: 'zones', name: 'fine-rsa', zone: 'example.com' }, 45, 14],
  ['whole-zone', { from: 'discovery', name: 'whole-zone.origin.example', zone: 'api.example' }, 30, 14],
  ['initializing', { from: 'hostnames', name: 'initializing', zone: 'api.example' }, 50, 20],
])('%s is one certificate, watched as the first of its entries says', (name, labels, warning, critical) => {
  const [only, ...others] = labelSets(idOf(name))
  expect(others).toEqual([])
  const { kind, zoneId: zone_id, certificateId: certificate_id } = simulated(name)
  expect(only).toEqual({ kind, zone_id, certificate_id, ...labels })
  expect(thresholdsOf(idOf(name))).toEqual({ warning, critical })
})

test("a hostname's own series carry the labels of its own entry", () => {
  const states = shown.samples('cloudflare_cert_hostname_state').filter(({ value }) => value === 1)
  expect(states.map(({ labels }) => [labels['hostname'], labels['from'], labels['tier']])).toEqual([
    ['payments.example.com', 'hostnames', undefined],
    ['a.api.example', 'hostnames', 'a'],
    ['b.api.example', 'hostnames', 'b'],
  ])
})
