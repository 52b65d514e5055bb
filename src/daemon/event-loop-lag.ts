import { createHistogram } from 'node:perf_hooks'
import { type Family, gauge, type Sample, sampleOf } from '../exposition/family.ts'

/** Milliseconds between two looks at the event loop. At a hundred looks a second, a process that rests would be busy with nothing else. */
const tickMs = 100

/** The lag is kept in microseconds, to two digits and up to an hour. Node.js' own histogram of it takes a third of a scrape to be read. */
const kept = { lowest: 1, highest: 3_600_000_000, figures: 2 }

/** How much later than asked for a timer runs, since it was last read. Its family names and help texts are those of prom-client. */
export class EventLoopLag {
  readonly #lags = createHistogram(kept)
  /** Of a callback that was asked for at the last reading, in seconds. */
  #last: number | undefined

  constructor() {
    let lookedAt = performance.now()
    setInterval(() => {
      const now = performance.now()
      const microseconds = Math.round((now - lookedAt - tickMs) * 1000)
      this.#lags.record(Math.min(Math.max(microseconds, kept.lowest), kept.highest))
      lookedAt = now
    }, tickMs).unref()
  }

  /** What was not measured has no sample. The next reading begins anew. */
  families(): readonly Family[] {
    const { count, min, max, mean, stddev } = this.#lags
    const seconds = (microseconds: number) => sampleOf(count === 0 ? undefined : microseconds / 1e6)
    const percentile = (share: number): Family =>
      lagGauge(`p${share}_`, `The ${share}th percentile of the recorded event loop delays.`, [
        ...seconds(count === 0 ? 0 : this.#lags.percentile(share)),
      ])
    const families = [
      lagGauge('', 'Lag of event loop in seconds.', sampleOf(this.#last)),
      lagGauge('min_', 'The minimum recorded event loop delay.', seconds(min)),
      lagGauge('max_', 'The maximum recorded event loop delay.', seconds(max)),
      lagGauge('mean_', 'The mean of the recorded event loop delays.', seconds(mean)),
      lagGauge('stddev_', 'The standard deviation of the recorded event loop delays.', seconds(stddev)),
      ...[50, 90, 99].map(percentile),
    ]
    this.#lags.reset()
    const askedAt = performance.now()
    setImmediate(() => {
      this.#last = (performance.now() - askedAt) / 1000
    }).unref()
    return families
  }
}

function lagGauge(which: string, help: string, samples: readonly Sample[]): Family {
  return gauge(`nodejs_eventloop_lag_${which}seconds`, help, samples)
}
