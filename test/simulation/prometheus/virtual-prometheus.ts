import type { Chance } from '../world/chance.ts'
import type { VirtualTime } from '../world/virtual-time.ts'

/** What can be scraped. */
export interface Target {
  /** Its label `instance`. */
  readonly instance: string
  /** @returns undefined where nobody answers */
  readonly scrape: () => Promise<string | undefined>
}

export interface PrometheusOptions {
  readonly time: VirtualTime
  readonly chance: Chance
  readonly targets: () => readonly Target[]
  /** The metrics that are recorded. */
  readonly wanted: ReadonlySet<string>
  /** Unix seconds at which it begins. */
  readonly start: number
  /** Scrapes, one a minute. */
  readonly length: number
  /** Is called after each scrape, with its number. */
  readonly scraped: (number: number) => void
}

const minute = 60

/**
 * `restarts`: it is away, so that nothing is recorded, and it does not know afterwards which series there were. `unreachable`: it cannot
 * reach its targets, and marks their series as stale.
 */
interface Gap {
  readonly from: number
  readonly to: number
  readonly kind: 'restarts' | 'unreachable'
}

/** The longest gap, in minutes: the rules bridge gaps of an hour, and checks that fail for half of one. */
const longestGap = 20

/** Scrapes every minute for some hours, with gaps, and keeps all samples in the notation of promtool. */
export class VirtualPrometheus {
  readonly #options: PrometheusOptions
  readonly #series = new Map<string, string[]>()
  /** The series of the last scrape, by instance. */
  readonly #present = new Map<string, Set<string>>()
  readonly #gaps: readonly Gap[]

  constructor(options: PrometheusOptions) {
    this.#options = options
    const { chance, length, time } = options
    const gap = (): Gap => {
      const from = chance.whole(0, length)
      return { from, to: from + chance.whole(1, longestGap), kind: chance.happens(0.5) ? 'restarts' : 'unreachable' }
    }
    this.#gaps = Array.from({ length: 1 + Math.floor(length / 180) }, gap)
    for (let number = 0; number < length; number++) time.after(number * minute, () => void this.#scrapeAll(number))
  }

  /** Whether the last so many scrapes all were made. */
  isWhole(number: number, scrapes: number): boolean {
    return this.#gaps.every(({ from, to }) => number < from || number - scrapes >= to)
  }

  /** All series, as `input_series` of a test. */
  get series(): readonly { readonly series: string; readonly values: string }[] {
    return [...this.#series].map(([series, values]) => ({ series, values: values.join(' ') }))
  }

  async #scrapeAll(number: number): Promise<void> {
    const kinds = this.#gaps.filter(({ from, to }) => number >= from && number < to).map(({ kind }) => kind)
    if (kinds.includes('restarts')) this.#present.clear()
    else
      for (const { instance, scrape } of this.#options.targets()) {
        const text = kinds.length > 0 ? undefined : await scrape()
        this.#take(number, instance, text)
      }
    this.#options.scraped(number)
  }

  /** @param text undefined where the scrape failed */
  #take(number: number, instance: string, text: string | undefined): void {
    const { wanted, start } = this.#options
    const own = `job="exporter",namespace="n",instance="${instance}"`
    const present = new Set<string>()
    for (const line of text?.split('\n') ?? []) {
      const space = line.lastIndexOf(' ')
      const brace = line.indexOf('{')
      const name = line.slice(0, brace < 0 ? space : brace)
      if (!wanted.has(name)) continue
      const labels = brace < 0 ? '' : `${line.slice(brace + 1, space - 1)},`
      // promtool counts the time from 0.
      const value = Number(line.slice(space + 1)) - (name.endsWith('_timestamp_seconds') ? start : 0)
      const selector = `${name}{${labels}${own}}`
      present.add(selector)
      this.#put(selector, number, String(value))
    }
    for (const gone of this.#present.get(instance) ?? []) if (!present.has(gone)) this.#put(gone, number, 'stale')
    this.#present.set(instance, present)
    this.#put(`up{${own}}`, number, text === undefined ? '0' : '1')
  }

  #put(selector: string, number: number, value: string): void {
    const values = this.#series.get(selector) ?? []
    this.#series.set(selector, values)
    while (values.length < number) values.push('_')
    values.push(value)
  }
}
