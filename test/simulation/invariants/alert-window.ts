import type { World } from '../world/world.ts'
import { shortestThresholds } from './knowledge.ts'

const minute = 60
/** Rules look back for up to an hour, so what is asked begins after that. */
const before = 70 * minute
const after = 90 * minute
/** Prometheus restarts, or does not reach the daemon. */
const gap = 20

/** The scrapes of a few hours around one crossing of a threshold, as a test of promtool. */
export class AlertWindow {
  readonly #world: World
  readonly #wanted: ReadonlySet<string>
  readonly #from: number
  readonly #series = new Map<string, string[]>()
  /** The first scrape that is missing. */
  readonly #gapFrom: number
  #taken = 0
  /** The scrapes after which the alerts are asked for. */
  readonly #asked: number[] = []

  /**
   * @param wanted the metrics that rules read
   * @param days how long the world lasts
   */
  constructor(world: World, wanted: ReadonlySet<string>, days: number) {
    this.#world = world
    this.#wanted = wanted
    const chance = world.chance.stream('window')
    const earliest = chance.between(0.1, 0.6) * days * 86_400
    const crossings = [...world.truth.certificates.values()].flatMap((truth) => {
      const version = world.truth.present(truth)
      const { warning, critical } = shortestThresholds(world, world.watches, truth, version)
      return [version.end - warning, version.end - critical, version.end]
    })
    const crossing = crossings.filter((at) => at > earliest + before).toSorted((a, b) => a - b)[0] ?? earliest + before
    this.#gapFrom = (before + chance.next() * (after - gap * minute)) / minute
    // A whole second of the wall clock: promtool counts from one.
    this.#from = Math.floor(crossing - before)
    world.time.after(this.#from, () => this.#scrape())
  }

  #scrape(): void {
    const { pods, time } = this.#world
    const number = this.#taken++
    const isMissing = number >= this.#gapFrom && number < this.#gapFrom + gap
    for (const { process, instance } of isMissing ? [] : pods)
      void process.get('/metrics').then((text) => this.#take(number, instance, text ?? ''))
    // By a clock that is wrong the daemon and Prometheus count otherwise.
    const isRight = pods.every(({ machine }) => machine.offset === 0 && time.now > machine.rightSince + 2 * before)
    if (number * minute > before && number % 5 === 0 && isRight) this.#asked.push(number)
    if (number * minute < before + after) time.after(minute, () => this.#scrape())
  }

  #take(number: number, instance: string, text: string): void {
    const start = this.#world.epoch + this.#from
    for (const line of text.split('\n')) {
      const space = line.lastIndexOf(' ')
      const brace = line.indexOf('{')
      const name = line.slice(0, brace < 0 ? space : brace)
      if (!this.#wanted.has(name)) continue
      const labels = brace < 0 ? '' : `${line.slice(brace + 1, space - 1)},`
      const value = Number(line.slice(space + 1)) - (name.endsWith('_timestamp_seconds') ? start : 0)
      const selector = `${name}{${labels}job="exporter",instance="${instance}"}`
      const values = this.#series.get(selector) ?? []
      this.#series.set(selector, values)
      while (values.length < number) values.push('_')
      values.push(String(value))
    }
  }

  /** One test for `promtool test rules`. */
  get test(): object {
    const series = [...this.#series].map(([selector, values]) => ({ series: selector, values: values.join(' ') }))
    return {
      interval: '60s',
      input_series: series,
      promql_expr_test: this.#asked.flatMap((number) =>
        promises.map((expr) => ({ expr, eval_time: `${number}m`, exp_samples: [] })),
      ),
    }
  }
}

const each = '(kind, zone_id, certificate_id)'
const firing = 'ALERTS{alertstate="firing",certificate_id!=""}'
const expiry = 'ALERTS{alertstate="firing",alertname=~"CloudflareCertExp.*"}'
const last = (metric: string, window: string) => `max by ${each} (last_over_time(cloudflare_cert_${metric}[${window}]))`

/** What no certificate may ever be in. */
const promises: readonly string[] = [
  // Critical, and nothing critical fires, also in half an hour of silence.
  `(${last('severity', '30m')} == 3) unless on ${each} ${firing.replace('}', ',severity="critical"}')}`,
  // Something critical fires, and it has not been critical for longer than an alert outlives its cause.
  `${firing.replace('}', ',severity="critical"}')} and on ${each} (max by ${each} (max_over_time(cloudflare_cert_severity[65m])) < 3)`,
  // Two of the alerts of its expiry at once.
  `count by ${each} (count by (kind, zone_id, certificate_id, alertname) (${expiry})) > 1`,
  // It is in use and ends within its warning threshold, and none of the alerts of its expiry fires.
  `(${last('expiry_timestamp_seconds', '30m')} - time() < ${last('threshold_seconds{severity="warning"}', '30m')}) and on ${each} (${last('in_use', '30m')} == 1) unless on ${each} ${expiry}`,
]
