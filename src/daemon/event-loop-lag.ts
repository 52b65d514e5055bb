import { createHistogram } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'

/** Milliseconds between two looks at the event loop. At a hundred looks a second, a process that rests would be busy with nothing else. */
const tickMs = 100

/** The lag is kept in microseconds, to two digits and up to an hour. Node.js' own histogram of it takes a third of a scrape to be read. */
const kept = { lowest: 1, highest: 3_600_000_000, figures: 2 }

/**
 * Starts to measure how much later than asked for a timer runs, since it was last read. Names and help texts are those of prom-client.
 * What was not measured has no sample.
 */
export function measureEventLoopLag(register: Registry): void {
  const lags = createHistogram(kept)
  let lookedAt = performance.now()
  setInterval(() => {
    const now = performance.now()
    const microseconds = Math.round((now - lookedAt - tickMs) * 1000)
    lags.record(Math.min(Math.max(microseconds, kept.lowest), kept.highest))
    lookedAt = now
  }, tickMs).unref()

  const lagGauge = (which: string, help: string, collect: () => void = () => undefined) =>
    new Gauge({ name: `nodejs_eventloop_lag_${which}seconds`, help, registers: [register], collect })
  // The first of them is collected before the others are read, and sets them all.
  const last = lagGauge('', 'Lag of event loop in seconds.', () => {
    for (const [microseconds, lag] of recorded) {
      if (lags.count === 0) lag.remove()
      else lag.set(microseconds() / 1e6)
    }
    lags.reset()
    const askedAt = performance.now()
    setImmediate(() => last.set((performance.now() - askedAt) / 1000)).unref()
  })
  last.remove()
  const percentile = (share: number) =>
    [
      () => lags.percentile(share),
      lagGauge(`p${share}_`, `The ${share}th percentile of the recorded event loop delays.`),
    ] as const
  const recorded = [
    [() => lags.min, lagGauge('min_', 'The minimum recorded event loop delay.')],
    [() => lags.max, lagGauge('max_', 'The maximum recorded event loop delay.')],
    [() => lags.mean, lagGauge('mean_', 'The mean of the recorded event loop delays.')],
    [() => lags.stddev, lagGauge('stddev_', 'The standard deviation of the recorded event loop delays.')],
    ...[50, 90, 99].map(percentile),
  ] as const
}
