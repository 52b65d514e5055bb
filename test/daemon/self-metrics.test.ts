import { expect, test, vi } from 'vitest'
import { SelfMetrics } from '../../src/daemon/self-metrics.ts'

test('the lag of the event loop does not contain the wait between two looks at it, and is absent before the first', async () => {
  const metrics = new SelfMetrics()
  const least = async () =>
    (await metrics.families()).find(({ name }) => name === 'nodejs_eventloop_lag_min_seconds')?.samples[0]?.value
  expect(await least()).toBe(undefined)
  // Looks are a tenth of a second apart, and reading them begins anew.
  await vi.waitFor(async () => expect(await least()).toBeLessThan(0.05), { interval: 300 })
})
