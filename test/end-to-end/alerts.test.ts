import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { certificateId } from '../../src/simulator/fleet/scenario.ts'
import { scenarios } from '../../src/simulator/fleet/scenarios.ts'
import { resourceScenarios } from '../../src/simulator/fleet/scenarios-resources.ts'
import { json, startAlertmanager, startPrometheus } from '../support/monitoring.ts'
import { type Program, startExporter } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'

interface Alert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

const minute = { timeout: 60_000, interval: 250 }

/** Proved unused, so that it pages nobody: a later one stands in its zone's store. */
const provedUnused = 'whole-zone-older'

/** What the fleet's own lists say must be seen: the ids, because some names are made of hosts. */
function expected(state: string): string[] {
  const single = scenarios.filter(({ name, expectation }) => name !== provedUnused && expectation.state === state)
  const others = resourceScenarios.filter(({ expectation: { state: other, harmless } }) => other === state && !harmless)
  return [...single, ...others].map(({ number }) => certificateId(number)).sort()
}

describeWithTools(
  ['prometheus', 'prometheus-alertmanager'],
  "the demo's fleet in a real Prometheus and Alertmanager",
  () => {
    const programs: Program[] = []
    let folder: string
    let exporter: string
    let prometheus: string
    let alertmanager: string

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'exporter-alerts-'))
      const demo = startExporter(['demo', '--listen', '127.0.0.1:0'])
      programs.push(demo)
      const [, host = ''] = await demo.saw(/curl http:\/\/([^/\s]+)\/metrics/)
      exporter = `http://${host}`
      const nobody = stringify({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] })
      alertmanager = await startAlertmanager(nobody, { folder, programs })
      const ruleFile = resolve('deploy/prometheus/rules.yaml')
      prometheus = await startPrometheus({ folder, programs, target: host, ruleFile, alertmanager })
    })
    afterAll(async () => {
      for (const program of programs) program.kill('SIGTERM')
      await Promise.all(programs.map(({ exit }) => exit))
      await rm(folder, { recursive: true, force: true })
    })

    async function alertsOf(name: string): Promise<readonly Alert[]> {
      const filter = encodeURIComponent(`alertname="${name}"`)
      return json<readonly Alert[]>(`${alertmanager}/api/v2/alerts?filter=${filter}`)
    }

    test.each([
      ['CloudflareCertExpired', 'expired', 'critical'],
      ['CloudflareCertExpiryCritical', 'critical', 'critical'],
      ['CloudflareCertExpirySoon', 'warning', 'warning'],
    ])('%s arrives within a minute for exactly the certificates that are %s', async (alert, state, severity) => {
      const names = await vi.waitFor(async () => {
        const found = (await alertsOf(alert)).map(({ labels }) => labels['certificate_id'] ?? '')
        expect(found.sort()).toEqual(expected(state))
        return found
      }, minute)
      expect(names.length).toBeGreaterThan(0)
      for (const { labels, annotations } of await alertsOf(alert)) {
        expect(labels).toMatchObject({ severity, team: 'demo', kind: expect.any(String) })
        expect(annotations['summary']).not.toMatch(/ -\d/)
        expect(annotations['runbook_url']).toContain(`/docs/runbooks/${alert}.md`)
      }
    })

    test('the text of an expired one is for people', async () => {
      const alert = (await alertsOf('CloudflareCertExpired')).find(
        ({ labels }) => labels['name'] === 'ended-three-days-ago',
      )
      expect(alert?.annotations['summary']).toBe(
        'Client certificate ended-three-days-ago of shop.example expired 3 days ago',
      )
    })

    test('Prometheus reads the OpenMetrics that it asks for', async () => {
      const { data } = await json<{ data: Readonly<Record<string, readonly { type: string }[]>> }>(
        `${prometheus}/api/v1/metadata`,
      )
      // In Prometheus' text format this family would be called …_total.
      expect(data['cloudflare_cert_exporter_api_requests']).toMatchObject([{ type: 'counter' }])
      expect(data['cloudflare_cert_expiry_timestamp_seconds']).toMatchObject([{ type: 'gauge' }])
    })

    test('Prometheus has as many series as the exporter shows', async () => {
      const text = await (await fetch(`${exporter}/metrics`)).text()
      const shown = text.split('\n').filter((line) => line.startsWith('cloudflare_cert_status{')).length
      const { data } = await json<{ data: { result: readonly { value: readonly [number, string] }[] } }>(
        `${prometheus}/api/v1/query?query=${encodeURIComponent('count(cloudflare_cert_status)')}`,
      )
      expect(Number(data.result[0]?.value[1])).toBe(shown)
    })
  },
)
