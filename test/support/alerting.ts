import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { hand, startAlertGate } from './alert-gate.ts'
import { json, settled, startAlertmanager, startPrometheus } from './monitoring.ts'
import { type Notification, startPager } from './pager.ts'
import type { Program } from './program.ts'
import { type Series, startSyntheticTarget } from './synthetic-series.ts'

/** From what is scraped to what people get: the rules and Alertmanager's example in the real programs. */
export interface Alerting {
  readonly notifications: readonly Notification[]
  /** What is scraped from now on. */
  show(series: readonly Series[]): void
  /** Starts Prometheus, which evaluates the rules every second, and hands Alertmanager at once what fires in the end. */
  evaluate(): Promise<void>
  /** Waits for so many evaluations of the rules after now. */
  evaluations(count: number): Promise<void>
  /** Hands Alertmanager an alert, as Prometheus would. */
  send(labels: Readonly<Record<string, string>>): Promise<void>
  /** The states of the alerts with these labels. */
  states(labels: Readonly<Record<string, string>>): Promise<readonly string[]>
  /** The alerts with these labels, as Alertmanager has them. */
  alerts(labels: Readonly<Record<string, string>>): Promise<readonly ApiAlert[]>
  close(): Promise<void>
}

export interface ApiAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed' }
}

const often = { interval: 250 }

/** Without the hours that alerts wait. But a scrape that takes too long on a busy machine is no exporter that is down. */
export function atOnce(rules: string): string {
  return rules
    .split(/(?=- alert: )/)
    .map((rule) =>
      rule.startsWith('- alert: CloudflareCertExporterDown')
        ? rule
        : rule.replaceAll(/^( +(?:for|keep_firing_for)): \w+$/gm, '$1: 1s'),
    )
    .join('')
}

/**
 * Of the two files only times are changed, and the addresses of the receivers.
 * @param scraped host and port of a running exporter, in place of made-up series
 */
export async function startAlerting(scraped?: string): Promise<Alerting> {
  const programs: Program[] = []
  const folder = await mkdtemp(join(tmpdir(), 'exporter-alerting-'))
  const pager = await startPager(folder)
  const alertmanager = await startAlertmanager(pager.configuration, { folder, programs })
  const gate = await startAlertGate(alertmanager)
  let series: readonly Series[] = []
  const target = await startSyntheticTarget(() => series)
  let prometheus = ''

  async function iterations(): Promise<number> {
    const text = await (await fetch(`${prometheus}/metrics`)).text()
    return Number(/prometheus_rule_group_iterations_total\{[^}]*certificates"\} (\d+)/.exec(text)?.[1] ?? Number.NaN)
  }

  async function alerts(labels: Readonly<Record<string, string>>): Promise<readonly ApiAlert[]> {
    const filters = Object.entries(labels).map(([name, value]) => `filter=${encodeURIComponent(`${name}="${value}"`)}`)
    return json(`${alertmanager}/api/v2/alerts?${filters.join('&')}`)
  }

  return {
    notifications: pager.notifications,
    show(next) {
      series = next
    },
    async evaluate() {
      const ruleFile = join(folder, 'rules.yaml')
      const rules = await readFile('deploy/prometheus/rules.yaml', 'utf8')
      await writeFile(ruleFile, atOnce(rules))
      const scrapes = { target: scraped ?? target.host, ruleFile, alertmanager: gate.url }
      prometheus = await startPrometheus({ folder, programs, ...scrapes })
      const firing = (await settled(prometheus)).filter(({ state }) => state === 'firing')
      await gate.open(firing.length)
    },
    async evaluations(count) {
      const before = await iterations()
      await vi.waitFor(async () => expect(await iterations()).toBeGreaterThanOrEqual(before + count), often)
    },
    send: (labels) => hand(alertmanager, [{ labels, annotations: { summary: 'sent by hand', runbook_url: 'none' } }]),
    alerts,
    async states(labels) {
      return (await alerts(labels)).map(({ status }) => status.state)
    },
    async close() {
      // Prometheus first: at its end it hands over what it has.
      for (const program of programs.toReversed()) {
        program.kill('SIGTERM')
        await program.exit
      }
      await Promise.all([gate.close(), pager.close(), target.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
