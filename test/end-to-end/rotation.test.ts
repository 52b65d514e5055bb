import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { calendar, issueUntil, recordOf } from '../../src/simulator/api/records.ts'
import { certificateId } from '../../src/simulator/fleet/scenario.ts'
import { exampleCom } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { CertificateRecord, Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { query, startPrometheus } from '../support/monitoring.ts'
import type { Program } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { patience, startWatcher, type Watcher } from '../support/watcher.ts'

const hostname = 'payments.example.com'
const expiryMetric = 'cloudflare_cert_hostname_expiry_timestamp_seconds'
const [oldId, newId] = [certificateId(901), certificateId(902)]

describeWithTools(['prometheus'], 'a rotation under a real Prometheus with our rules', () => {
  let programs: Program[]
  let folder: string
  let simulator: Simulator
  let watcher: Watcher | undefined
  let prometheus: string
  let old: SimulatedCertificate
  let next: SimulatedCertificate

  beforeEach(async () => {
    programs = []
    folder = await mkdtemp(join(tmpdir(), 'exporter-rotation-'))
    ;[old, next] = await Promise.all([certificateUntil(oldId, 40), certificateUntil(newId, 360)])
    const associations = [{ zoneId: exampleCom.id, hostname, certificateId: oldId, enabled: true }]
    const fleet: Fleet = { zones: [exampleCom], certificates: [old], associations }
    const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
    simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  })
  afterEach(async () => {
    for (const program of programs) program.kill('SIGTERM')
    await Promise.all(programs.map(({ exit }) => exit))
    await watcher?.close()
    await simulator.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Both have one subject: by that a rotation is known. */
  async function certificateUntil(id: string, days: number): Promise<SimulatedCertificate> {
    const leaf = await issueUntil(calendar(new Date()).days(days), { subject: [['CN', 'payments.origin.example']] })
    const identity = { kind: 'hostname', zone: exampleCom.name, zoneId: exampleCom.id, certificateId: id } as const
    return { ...identity, name: id, about: '', expectation: { state: 'ok' }, record: recordOf(id, leaf) }
  }

  async function watch(lines: readonly string[]): Promise<Watcher> {
    watcher = await startWatcher(lines, { env: { CLOUDFLARE_API_TOKEN: simulator.credentials.token } })
    await watcher.firstCycle()
    const ruleFile = resolve('deploy/prometheus/rules.yaml')
    prometheus = await startPrometheus({ folder, programs, target: watcher.host, ruleFile })
    await scraped(endOf(old))
    return watcher
  }

  const threeLines = () => [
    'schedule: 1s',
    `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
    `hostnames: [{zone_id: ${exampleCom.id}, hostname: ${hostname}}]`,
  ]

  /** Resolves once Prometheus has seen for some scrapes that the hostname presents what ends then. */
  function scraped(expiry: number): Promise<void> {
    const expression = `count_over_time((${expiryMetric} == ${expiry})[30s:1s])`
    return vi.waitFor(async () => {
      const [seen] = await query(prometheus, expression)
      expect(seen?.value).toBeGreaterThanOrEqual(3)
    }, patience)
  }

  function upload(changes: Partial<SimulatedCertificate>, record: Partial<CertificateRecord> = {}): void {
    simulator.upsert({ ...next, ...changes, record: { id: newId, ...next.record, ...record } })
  }

  function moveHostname(): void {
    simulator.associate({ zoneId: exampleCom.id, hostname, certificateId: newId, enabled: true })
  }

  /** One series from the first scrape to the last, which changed once, and nobody was told anything. */
  async function expectNothingButOneChange(): Promise<void> {
    // In one query, for a scrape may come between two. A scrape that a busy machine had no time for says nothing of the daemon.
    const missed = `sum_over_time(up[10m]) - on (instance) group_right () count_over_time(${expiryMetric}[10m])`
    expect(await query(prometheus, missed)).toMatchObject([{ labels: { hostname }, value: 0 }])
    expect(await query(prometheus, `changes(${expiryMetric}[10m])`)).toMatchObject([{ value: 1 }])
    const firing = 'count_over_time(ALERTS{alertstate="firing"}[10m])'
    expect(await query(prometheus, firing)).toEqual([])
    const pending = await query(prometheus, 'group by (alertname) (count_over_time(ALERTS[10m]))')
    // The first until the first scrape; the second while the newer one stands in the zone, and the third while it is on its way.
    const fair = ['CloudflareCertExporterDown', 'CloudflareCertRotationUnfinished', 'CloudflareCertNotActive']
    for (const { labels } of pending) expect(fair).toContain(labels['alertname'])
  }

  test('three lines follow the hostname: no gap, no alert, one line in the log', async () => {
    const { log } = await watch(threeLines())
    const told = log.length
    upload({})
    moveHostname()
    await scraped(endOf(next))
    await expectNothingButOneChange()
    const about = (watcher?.log ?? []).slice(told).filter((line) => mentions(line, hostname, oldId, newId))
    expect(about).toMatchObject([{ event: 'hostname_changed', level: 'info', certificate_id: newId }])
    expect(about[0]?.msg).toMatch(/^payments\.example\.com now uses payments\.origin\.example \(.+\) until 20\d\d-.*Z$/)
    const shown = await watcher?.scrape()
    const ids = shown?.samples('cloudflare_cert_expiry_timestamp_seconds').map(({ labels }) => labels['certificate_id'])
    expect(ids).toEqual([newId])
  })

  test('beside the list of the zone, which has the new one late and in the end the old one no more', async () => {
    const daemon = await watch([...threeLines(), `zones: [{zone_id: ${exampleCom.id}, kinds: [hostname]}]`])
    upload({ listed: false }, { status: 'pending_deployment' })
    moveHostname()
    await scraped(endOf(next))
    // Listed and active at last.
    upload({})
    await daemon.cycle()
    simulator.remove(old, 'tombstone')
    await daemon.cycle()
    const shown = await daemon.scrape()
    const known = shown.samples('cloudflare_cert_expiry_timestamp_seconds')
    expect(known.map(({ labels }) => labels['certificate_id'])).toEqual([newId])
    const ofOld = `cloudflare_cert_expiry_timestamp_seconds{certificate_id="${oldId}"}`
    await vi.waitFor(async () => expect(await query(prometheus, ofOld)).toEqual([]), patience)
    await expectNothingButOneChange()
    expect(daemon.logged('hostname_changed')).toHaveLength(1)
    // On a busy machine a cycle takes longer than the second of this schedule.
    const ofABusyMachine = ['skipped_tick', 'cycle_cost']
    const odd = daemon.log.filter(({ level, event = '' }) => level !== 'info' && !ofABusyMachine.includes(event))
    expect(odd).toEqual([])
  })
})

function endOf({ record }: SimulatedCertificate): number {
  return Date.parse(record?.expires_on ?? '') / 1000
}

function mentions(line: object, ...words: readonly string[]): boolean {
  const text = JSON.stringify(line)
  return words.some((word) => text.includes(word))
}
