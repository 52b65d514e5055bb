import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { expect, test, vi } from 'vitest'
import { measureProcess } from '../../src/daemon/process-metrics.ts'
import { RegistryFamilies } from '../../src/daemon/registry-families.ts'
import { SelfMetrics } from '../../src/daemon/self-metrics.ts'

test('the lag of the event loop does not contain the wait between two looks at it, and is absent before the first', async () => {
  const metrics = new SelfMetrics()
  const lag = async (which: string) =>
    (await metrics.families()).find(({ name }) => name === `nodejs_eventloop_lag_${which}seconds`)?.samples
  expect(await lag('min_')).toEqual([])
  expect(await new SelfMetrics().families().then((all) => all.filter(({ name }) => /lag/.test(name)))).toHaveLength(8)
  // Looks are a tenth of a second apart, and reading them begins anew.
  await vi.waitFor(async () => expect((await lag('min_'))?.[0]?.value).toBeLessThan(0.05), { interval: 300 })
  expect((await lag(''))?.[0]?.value).toBeGreaterThan(0)
})

test('what a credential has left goes with it, also where an answer comes after that', async () => {
  const metrics = new SelfMetrics()
  const left = async () => {
    const families = await metrics.families()
    const family = families.find(({ name }) => name === 'cloudflare_cert_exporter_api_rate_limit_remaining')
    return family?.samples.map(({ labels, value }) => `${labels.flat().join('=')} ${value}`)
  }
  metrics.watch(['old', 'stays'])
  metrics.rateLimitRemaining('old', 5)
  metrics.rateLimitRemaining('stays', 7)
  expect(await left()).toEqual(['credentials=old 5', 'credentials=stays 7'])
  metrics.watch(['stays', 'new'])
  metrics.rateLimitRemaining('old', 4)
  expect(await left()).toEqual(['credentials=stays 7'])
  expect(metrics.remainingOf('old')).toBeUndefined()
})

test('the process is measured with the names, types, help texts and labels of prom-client', async () => {
  const described = async (measure: (register: Registry) => void) => {
    const register = new Registry()
    measure(register)
    const families = await new RegistryFamilies(register).read()
    return new Map(families.map(({ name, type, help }) => [name, { type, help }]))
  }
  const theirs = await described((register) => collectDefaultMetrics({ register }))
  // They end in `_total` without being counters, which `promtool check metrics` rejects.
  for (const kind of ['handles', 'requests', 'resources']) theirs.delete(`nodejs_active_${kind}_total`)
  expect(await described(measureProcess)).toEqual(theirs)
})

test('a family is the same object until one of its series comes, goes, or has another value', async () => {
  const register = new Registry()
  const things = new Gauge({ name: 'things', help: 'Things.', labelNames: ['colour'], registers: [register] })
  const families = new RegistryFamilies(register)
  const changes = [
    () => things.set({ colour: 'red' }, 0),
    () => things.set({ colour: 'red' }, 2),
    () => things.set({ colour: 'blue' }, 2),
    () => things.remove('red'),
    () => {
      things.reset()
      things.set({ colour: 'green' }, 2)
    },
  ]
  const read: unknown[] = []
  for (const change of changes) {
    change()
    const [family] = await families.read()
    change()
    expect((await families.read())[0]).toBe(family)
    read.push(family?.samples.map(({ labels, value }) => `${labels.flat().join('=')} ${value}`))
  }
  expect(read).toEqual([
    ['colour=red 0'],
    ['colour=red 2'],
    ['colour=red 2', 'colour=blue 2'],
    ['colour=blue 2'],
    ['colour=green 2'],
  ])
})

test('a histogram has its buckets, sum and count as samples', async () => {
  const register = new Registry()
  const histogram = new Histogram({ name: 'lengths', help: 'Lengths.', buckets: [1, 2], registers: [register] })
  for (const value of [0.5, 1, 1.5, 3]) histogram.observe(value)
  const [family] = await new RegistryFamilies(register).read()
  expect(family?.type).toBe('histogram')
  expect(family?.samples.map(({ suffix, labels, value }) => [suffix, ...labels.flat(), value])).toEqual([
    ['_bucket', 'le', '1', 2],
    ['_bucket', 'le', '2', 3],
    ['_bucket', 'le', '+Inf', 4],
    ['_sum', 6],
    ['_count', 4],
  ])
})
