import { collectDefaultMetrics, Registry } from 'prom-client'
import { expect, test, vi } from 'vitest'
import { Counter, Histogram } from '../../src/daemon/counted.ts'
import { measureProcess } from '../../src/daemon/process-metrics.ts'
import { SelfMetrics } from '../../src/daemon/self-metrics.ts'

test('the lag of the event loop does not contain the wait between two looks at it, and is absent before the first', async () => {
  const metrics = new SelfMetrics()
  const least = () =>
    metrics.families().find(({ name }) => name === 'nodejs_eventloop_lag_min_seconds')?.samples[0]?.value
  expect(least()).toBe(undefined)
  // Looks are a tenth of a second apart, and reading them begins anew.
  await vi.waitFor(() => expect(least()).toBeLessThan(0.05), { interval: 300 })
})

test('the process is measured as prom-client does it: names, types, help texts, labels, and values where they stand still', async () => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const theirs = await registry.getMetricsAsJSON()
  const ours = measureProcess()()
  // They end in `_total` without being counters, which `promtool check metrics` rejects.
  const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']
  expect(ours.map(({ name, type, help }) => ({ name, type, help }))).toEqual(
    theirs
      .filter(({ name }) => !misnamed.includes(name))
      .map(({ name, type, help }) => ({ name, type: String(type), help })),
  )
  const samplesOf = (wanted: string) => ours.find(({ name }) => name === wanted)?.samples ?? []
  for (const { name, values } of theirs)
    if (/^nodejs_heap_space|^nodejs_version/.test(name))
      expect(samplesOf(name).map(({ labels }) => Object.fromEntries(labels))).toEqual(
        values.map(({ labels }) =>
          Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)])),
        ),
      )
  for (const name of ['process_start_time_seconds', 'process_max_fds', 'nodejs_version_info'])
    expect(samplesOf(name)[0]?.value, name).toBe(theirs.find((each) => each.name === name)?.values[0]?.value)
  for (const name of ['process_resident_memory_bytes', 'process_open_fds', 'process_cpu_seconds_total'])
    expect(samplesOf(name)[0]?.value, name).toBeGreaterThan(0)
})

test('a family is the same object until one of its values changes', () => {
  const counter = new Counter({ name: 'things_total', help: 'Things.' })
  counter.add({ colour: 'red' }, 0)
  const before = counter.family
  counter.add({ colour: 'red' }, 0)
  expect(counter.family).toBe(before)
  counter.add({ colour: 'blue' })
  counter.add({ colour: 'blue' })
  expect(counter.family.samples).toEqual([
    { labels: [['colour', 'red']], value: 0 },
    { labels: [['colour', 'blue']], value: 2 },
  ])
})

test('a histogram counts a value in each bucket whose bound it does not exceed', () => {
  const histogram = new Histogram({ name: 'lengths', help: 'Lengths.', bounds: [1, 2] })
  for (const value of [0.5, 1, 1.5, 3]) histogram.observe({}, value)
  const read = histogram.family.samples.map(({ suffix, labels, value }) => [suffix, ...labels.flat(), value])
  expect(read).toEqual([
    ['_bucket', 'le', '1', 2],
    ['_bucket', 'le', '2', 3],
    ['_bucket', 'le', '+Inf', 4],
    ['_sum', 6],
    ['_count', 4],
  ])
})
