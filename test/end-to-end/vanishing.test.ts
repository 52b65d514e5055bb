import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { uploadedRecord } from '../../src/simulator/fleet/resource-records.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type DaemonInProcess, startInProcess } from '../reliability/support/daemon.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { entriesOf, fixtureId, fixtureZone, fleetWith } from '../support/kind-fixtures.ts'
import { query, startAlertmanager, startPrometheus } from '../support/monitoring.ts'
import { type Pager, startPager } from '../support/pager.ts'
import { freePort } from '../support/port.ts'
import type { Program } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { patience } from '../support/watcher.ts'

const day = 86_400_000
const [alone, replaced, replacement] = [fixtureId(1), fixtureId(2), fixtureId(3)]
const firing = `ALERTS{alertstate="firing",severity="critical",certificate_id="${alone}"}`
const key = (id: string) => ({ resource: 'custom_certificates', scopeId: fixtureZone.id, id }) as const

describeWithTools(['prometheus', 'prometheus-alertmanager'], 'uploaded certificates, to those who are paged', () => {
  let programs: Program[]
  let folder: string
  let pager: Pager
  let simulator: Simulator
  let configuration: ConfigurationFile
  let daemon: DaemonInProcess
  let prometheus: string

  beforeEach(async () => {
    programs = []
    folder = await mkdtemp(join(tmpdir(), 'exporter-vanishing-'))
    simulator = await startSimulator({ fleet: fleetWith(), clock: () => new Date() })
    const port = await freePort()
    configuration = await writeConfiguration(simulator, [], {
      schedule: '1s',
      certificates: undefined,
      zones: [{ zone_id: fixtureZone.id, zone: fixtureZone.name, kinds: ['custom_certificate'] }],
      state: { path: 'state.json' },
      server: { listen: `127.0.0.1:${port}` },
    })
    pager = await startPager(folder)
    const alertmanager = await startAlertmanager(pager.configuration, { folder, programs })
    const ruleFile = resolve('deploy/prometheus/rules.yaml')
    prometheus = await startPrometheus({ folder, programs, target: `127.0.0.1:${port}`, ruleFile, alertmanager })
  })
  afterEach(async () => {
    for (const program of programs) program.kill('SIGTERM')
    await Promise.all([daemon.stop(), ...programs.map(({ exit }) => exit)])
    await Promise.all([pager.close(), simulator.close(), configuration.remove()])
    await rm(folder, { recursive: true, force: true })
  })

  async function start(): Promise<void> {
    daemon = await startInProcess(configuration.path, systemClock)
  }

  /** Uploads a certificate, or moves its end. */
  function ends(id: string, host: string, days: number): void {
    const end = new Date(Date.now() + days * day)
    const begin = new Date(end.getTime() - 200 * day)
    const own = { id, zoneId: fixtureZone.id, hosts: [host], algorithm: 'RSA', status: 'active' } as const
    const [entry] = entriesOf({ resource: 'custom_certificates', records: [uploadedRecord({ ...own, begin, end })] })
    if (entry) simulator.resources.put(entry)
  }

  /** Resolves once this alert is the one that fires for the certificate that is not replaced. */
  async function fires(alertname: string): Promise<void> {
    await vi.waitFor(async () => {
      expect((await query(prometheus, firing)).map(({ labels }) => labels['alertname'])).toEqual([alertname])
    }, patience)
  }

  test('one that ends without a replacement pages before, at and after its end, and one that is replaced in time pages nobody', async () => {
    ends(alone, 'alone.example.com', 3)
    ends(replaced, 'shop.example.com', 3)
    ends(replacement, 'shop.example.com', 100)
    await start()
    await fires('CloudflareCertExpiryCritical')
    await vi.waitFor(() => expect(pager.notifications.length).toBeGreaterThan(0), patience)

    ends(alone, 'alone.example.com', -0.001)
    await fires('CloudflareCertExpired')
    simulator.resources.take(key(replaced), 'vanish')
    await daemon.stop()
    simulator.resources.take(key(alone), 'vanish')
    const told = pager.notifications.length
    await start()
    await fires('CloudflareCertGone')
    await vi.waitFor(() => expect(pager.notifications.length).toBeGreaterThan(told), patience)

    // From the first one on something fired at every moment.
    const silentAfterwards = `absent(${firing}) and on () count_over_time((max(${firing}))[10m:1s])`
    expect(await query(prometheus, `count_over_time((${silentAfterwards})[10m:1s])`)).toEqual([])
    const others = `count_over_time(ALERTS{alertstate="firing",certificate_id!="${alone}"}[10m])`
    expect(await query(prometheus, others)).toEqual([])
    expect(pager.notifications[0]?.text).toMatch(
      /^Uploaded edge certificate alone\S+ RSA of example.com expires in 2 days/,
    )
    for (const { receiver, text, resolved } of pager.notifications)
      expect([receiver, text, resolved]).toEqual(['page', expect.stringContaining('alone.example.com'), false])
  })
})
