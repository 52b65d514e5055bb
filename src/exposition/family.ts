/** Label names with their values, in the order in which they are written. */
export type Labels = readonly (readonly [name: string, value: string])[]

export interface Sample {
  readonly labels: Labels
  readonly value: number
  /** What a histogram's sample adds to the family's name: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string
}

export interface Family {
  /** As Prometheus' text format writes it: a counter's ends in `_total`. */
  readonly name: string
  readonly help: string
  readonly type: 'gauge' | 'counter' | 'histogram' | 'summary'
  readonly samples: readonly Sample[]
}

/** A family's only sample, or none where the value is not known: unknown is absent, never 0. */
export function sampleOf(value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels: [], value }]
}

export function labelledSample(labels: Readonly<Record<string, string>>, value: number): Sample {
  return { labels: Object.entries(labels), value }
}
