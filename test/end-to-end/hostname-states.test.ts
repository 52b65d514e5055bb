import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hostnameScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { api, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { query, startPrometheus } from '../support/monitoring.ts'
import type { Program } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { patience, startWatcher, type Watcher } from '../support/watcher.ts'

/** Two more in the zone whose own store is on. */
const fallsBack = 'legacy-app.api.example'
const switchedOff = 'admin.api.example'

describeWithTools(['prometheus'], 'the state of a hostname, in a real Prometheus with our rules', () => {
  const programs: Program[] = []
  let folder: string
  let fleet: Fleet
  let simulator: Simulator
  let watcher: Watcher
  let prometheus: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exporter-hostnames-'))
    fleet = await sharedDemoFleet()
    simulator = await startSimulator({ fleet, clock: () => new Date() })
    const certificateId = simulated('undocumented-status').certificateId
    simulator.associate({ zoneId: api.id, hostname: switchedOff, certificateId, enabled: false })
    const watched = [
      ...hostnameScenarios.map(({ zone, hostname }) => ({ zone_id: zone.id, zone: zone.name, hostname })),
      ...[fallsBack, switchedOff].map((hostname) => ({ zone_id: api.id, zone: api.name, hostname })),
    ]
    const lines = [
      'schedule: 6s',
      `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
      'credentials: {default: {api_token_file: token}}',
      `hostnames: ${JSON.stringify(watched)}`,
      `zones: [{zone_id: ${shop.id}, kinds: [hostname]}]`,
    ]
    watcher = await startWatcher(lines, { files: { token: simulator.credentials.token } })
    await watcher.firstCycle()
    const ruleFile = resolve('deploy/prometheus/rules.yaml')
    prometheus = await startPrometheus({ folder, programs, target: watcher.host, ruleFile })
  })
  afterAll(async () => {
    for (const program of programs) program.kill('SIGTERM')
    await Promise.all(programs.map(({ exit }) => exit))
    await watcher?.close()
    await simulator?.close()
    await rm(folder, { recursive: true, force: true })
  })

  function simulated(name: string) {
    const found = fleet.certificates.find((each) => each.name === name)
    if (!found) throw new Error(`the fleet has no ${name}`)
    return found
  }

  async function withoutCertificate(): Promise<string[]> {
    const alerts = await query(prometheus, 'ALERTS{alertname="CloudflareHostnameWithoutCert",alertstate="firing"}')
    return alerts.map(({ labels }) => labels['hostname'] ?? '').sort()
  }

  test('each is shown by its state, and by no other', async () => {
    const states = new Map<string, string>(hostnameScenarios.map((each) => [each.hostname, each.expectation.state]))
    states.set(fallsBack, 'none').set(switchedOff, 'disabled')
    const shown = (await watcher.scrape()).samples('cloudflare_cert_hostname_state')
    expect(shown).toHaveLength(4 * states.size)
    const present = shown.filter(({ value }) => value === 1).map(({ labels }) => [labels['hostname'], labels['state']])
    expect(new Map(present as [string, string][])).toEqual(states)
  })

  test('the alert fires where nothing is presented, and not where the store of the zone is on', async () => {
    const expected = ['admin.api.example', 'forgotten.example.com', 'retired.example.com', 'staging.example.com']
    await vi.waitFor(async () => expect(await withoutCertificate()).toEqual(expected), patience)
    const fallback = `cloudflare_cert_hostname_expiry_timestamp_seconds{hostname="${fallsBack}"}`
    const expiry = Date.parse(simulated('whole-zone').record?.expires_on ?? '') / 1000
    expect(await query(prometheus, fallback)).toMatchObject([{ value: expiry }])
  })

  test('a rotation that waits to be finished is seen at once, and its alert waits for two hours to pass', async () => {
    const old = simulated('rotation-unfinished-old')
    const uploaded = Date.parse(simulated('rotation-unfinished-new').record?.uploaded_on ?? '') / 1000
    const successor = 'cloudflare_cert:successor_uploaded_on_timestamp_seconds:max'
    await vi.waitFor(async () => {
      expect(await query(prometheus, successor)).toMatchObject([
        { labels: { kind: 'hostname', zone_id: shop.id, certificate_id: old.certificateId }, value: uploaded },
      ])
      expect(await query(prometheus, 'ALERTS{alertname="CloudflareCertRotationUnfinished"}')).toMatchObject([
        { labels: { alertstate: 'pending', severity: 'info', certificate_id: old.certificateId } },
      ])
    }, patience)
  })

  test('once the store is empty, nothing is presented for who fell back to it, until a certificate is uploaded', async () => {
    expect(await withoutCertificate()).not.toContain(fallsBack)
    const own = fleet.certificates.filter(({ kind, zoneId }) => kind === 'zone' && zoneId === api.id)
    for (const each of own) simulator.remove({ ...each }, 'tombstone')
    await vi.waitFor(async () => expect(await withoutCertificate()).toContain(fallsBack), patience)
    const { certificateId: presented } = simulated('whole-zone')
    expect(watcher.logged('certificate_left')).toMatchObject([{ level: 'info', certificate_id: presented }])
    for (const each of own) {
      const id = each.certificateId.replace(/^./, 'f')
      simulator.upsert({ ...each, certificateId: id, record: { ...each.record, id } })
    }
    await vi.waitFor(async () => expect(await withoutCertificate()).not.toContain(fallsBack), patience)
  })

  test('once the store is switched off, nothing is presented for who fell back to it', async () => {
    expect(await withoutCertificate()).not.toContain(fallsBack)
    simulator.switchZoneStore(api.id, false)
    await vi.waitFor(async () => expect(await withoutCertificate()).toContain(fallsBack), patience)
    const shown = await watcher.scrape()
    const expiries = shown.samples('cloudflare_cert_hostname_expiry_timestamp_seconds')
    expect(expiries.map(({ labels }) => labels['hostname'])).not.toContain(fallsBack)
  })
})
