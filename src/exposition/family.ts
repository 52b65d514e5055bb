/** Label names with their values, in the order in which they are written. */
export type Labels = readonly (readonly [name: string, value: string])[]

export interface Sample {
  readonly labels: Labels
  readonly value: number
  /** The suffix that a histogram's sample adds to the family's name: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string
}

export interface Family {
  /** The name in Prometheus' text format, where a counter's name ends in `_total`. */
  readonly name: string
  readonly help: string
  readonly type: 'gauge' | 'counter' | 'histogram' | 'summary'
  readonly samples: readonly Sample[]
}

/** The only sample of a family, or none if the value is unknown: unknown is absent, never 0. */
export function sampleOf(value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels: [], value }]
}

export function labelledSample(labels: Readonly<Record<string, string>>, value: number): Sample {
  return { labels: Object.entries(labels), value }
}

export function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'gauge', samples }
}
