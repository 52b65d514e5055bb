import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { stringify } from 'yaml'
import { patient } from './machine.ts'
import { freePort } from './port.ts'
import { type Program, startProgram } from './program.ts'

/** Programs that listen on the loopback address and keep what they store in a folder. Whoever hands in the list ends them. */
interface Place {
  readonly folder: string
  readonly programs: Program[]
}

/** A real Alertmanager, with a configuration in YAML; its address. */
export async function startAlertmanager(configuration: string, { folder, programs }: Place): Promise<string> {
  const port = await freePort()
  const config = join(folder, 'alertmanager.yaml')
  await writeFile(config, configuration)
  const program = startProgram('prometheus-alertmanager', [
    `--config.file=${config}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ])
  programs.push(program)
  await program.saw(/Listening/)
  return `http://127.0.0.1:${port}`
}

/** On a busy machine a scrape takes longer than a second, and what is not answered before the next one counts as down. */
const scrapeInterval = () => `${Math.ceil(patient(1_000))}ms`

export interface PrometheusSettings extends Place {
  /** `HOST:PORT` of what it scrapes, every second where nobody else uses the machine, as the job `exporter`. */
  readonly target: string
  readonly ruleFile?: string
  readonly alertmanager?: string
}

/** A real Prometheus that scrapes one target, and evaluates its rules every second; its address. */
export async function startPrometheus(settings: PrometheusSettings): Promise<string> {
  const { folder, programs, target, ruleFile, alertmanager } = settings
  const port = await freePort()
  const config = join(folder, 'prometheus.yaml')
  await writeFile(
    config,
    stringify({
      global: { scrape_interval: scrapeInterval(), evaluation_interval: '1s' },
      rule_files: ruleFile ? [ruleFile] : [],
      scrape_configs: [{ job_name: 'exporter', honor_labels: true, static_configs: [{ targets: [target] }] }],
      alerting: {
        alertmanagers: alertmanager ? [{ static_configs: [{ targets: [new URL(alertmanager).host] }] }] : [],
      },
    }),
  )
  const argv = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]
  // It does not live long: its garbage may wait.
  const program = startProgram('prometheus', argv, { env: { GOGC: '800' } })
  programs.push(program)
  await program.saw(/Server is ready to receive web requests/)
  return `http://127.0.0.1:${port}`
}

/** What a GET of this address answers, which has to be JSON. */
export async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** What a query answers now: each series with its labels and its value. */
export async function query(
  prometheus: string,
  expression: string,
): Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]> {
  const { data } = await json<{
    data: { result: readonly { metric: Record<string, string>; value: readonly [number, string] }[] }
  }>(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`)
  return data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }))
}

interface RuleGroups {
  readonly groups: readonly {
    readonly lastEvaluation: string
    readonly rules: readonly { readonly alerts?: readonly PrometheusAlert[] }[]
  }[]
}

/** One that is pending or firing. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly state: string
}

/** After so many more evaluations nothing changes: an alert asks for what other rules record, and waits for its `for`. */
const stillFor = 3

/** Resolves with the alerts once the target has been scraped and evaluations of all rules have made no other alert of it. */
export async function settled(prometheus: string): Promise<readonly PrometheusAlert[]> {
  const often = { interval: 500 }
  await vi.waitFor(async () => expect(await query(prometheus, 'up == 1')).toHaveLength(1), often)
  const evaluations = new Set<string>()
  let before = ''
  return vi.waitFor(async () => {
    const { groups } = (await json<{ data: RuleGroups }>(`${prometheus}/api/v1/rules?type=alert`)).data
    const alerts = groups.flatMap(({ rules }) => rules.flatMap(({ alerts: each = [] }) => each))
    const now = alerts
      .map(({ labels, state }) => JSON.stringify([labels, state]))
      .sort()
      .join('\n')
    if (now !== before) evaluations.clear()
    before = now
    evaluations.add(groups.map(({ lastEvaluation }) => lastEvaluation).sort()[0] ?? '')
    expect(evaluations.size).toBeGreaterThan(stillFor)
    return alerts
  }, often)
}
