import type { Family, Labels, Sample } from '../exposition/family.ts'

interface Described {
  readonly name: string
  readonly help: string
}

type LabelValues = Readonly<Record<string, string>>

/** Values by their labels. The family is the same object until one of them changes, so that the text written of it can be kept. */
abstract class Counted<Value> {
  readonly #described: Described & Pick<Family, 'type'>
  readonly #values = new Map<string, { readonly labels: Labels; value: Value }>()
  #family: Family | undefined

  constructor(described: Described & Pick<Family, 'type'>) {
    this.#described = described
  }

  get family(): Family {
    this.#family ??= {
      ...this.#described,
      samples: [...this.#values.values()].flatMap(({ labels, value }) => this.samples(labels, value)),
    }
    return this.#family
  }

  protected abstract samples(labels: Labels, value: Value): readonly Sample[]

  protected change(labels: LabelValues, next: (before: Value | undefined) => Value): void {
    const key = Object.values(labels).join('\n')
    const known = this.#values.get(key)
    const value = next(known?.value)
    if (value === known?.value) return
    if (known) known.value = value
    else this.#values.set(key, { labels: Object.entries(labels), value })
    this.#family = undefined
  }
}

export class Counter extends Counted<number> {
  constructor(described: Described) {
    super({ ...described, type: 'counter' })
  }

  /** @param amount with 0 the series begins, before anything has been counted */
  add(labels: LabelValues = {}, amount = 1): void {
    this.change(labels, (before = 0) => before + amount)
  }

  /** @param total of what somebody else counts */
  reach(total: number): void {
    this.change({}, () => total)
  }

  protected override samples(labels: Labels, value: number): readonly Sample[] {
    return [{ labels, value }]
  }
}

export class Gauge extends Counted<number> {
  constructor(described: Described) {
    super({ ...described, type: 'gauge' })
  }

  set(labels: LabelValues, value: number): void {
    this.change(labels, () => value)
  }

  protected override samples(labels: Labels, value: number): readonly Sample[] {
    return [{ labels, value }]
  }
}

interface Observed {
  readonly sum: number
  readonly count: number
  /** How many were no greater than each bound. */
  readonly upTo: readonly number[]
}

const nothing = { sum: 0, count: 0 }

export class Histogram extends Counted<Observed> {
  readonly #bounds: readonly number[]

  /** @param bounds of its buckets, in ascending order */
  constructor({ bounds, ...described }: Described & { readonly bounds: readonly number[] }) {
    super({ ...described, type: 'histogram' })
    this.#bounds = bounds
  }

  observe(labels: LabelValues, value: number): void {
    this.change(labels, (before) => {
      const { sum, count } = before ?? nothing
      const upTo = this.#bounds.map((bound, i) => (before?.upTo[i] ?? 0) + Number(value <= bound))
      return { sum: sum + value, count: count + 1, upTo }
    })
  }

  protected override samples(labels: Labels, { sum, count, upTo }: Observed): readonly Sample[] {
    const bucket = (bound: string, value: number): Sample => ({
      suffix: '_bucket',
      labels: [['le', bound], ...labels],
      value,
    })
    return [
      ...this.#bounds.map((bound, i) => bucket(String(bound), upTo[i] ?? 0)),
      bucket('+Inf', count),
      { suffix: '_sum', labels, value: sum },
      { suffix: '_count', labels, value: count },
    ]
  }
}
