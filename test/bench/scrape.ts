import { Gauge, Registry } from 'prom-client'
import { systemClock } from '../../src/clock.ts'
import { familiesOf } from '../../src/exposition/certificate-families.ts'
import type { Family } from '../../src/exposition/family.ts'
import { writeExposition } from '../../src/exposition/text.ts'
import { checked, entry, success } from '../support/certificates.ts'
import type { Figure } from './bench.ts'

/** Writing the exposition of so many certificates, against prom-client writing the same series. */
export async function benchScrape(certificates: number): Promise<readonly Figure[]> {
  const watched = Array.from({ length: certificates }, (_, i) =>
    checked([success], entry({ certificateId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}` })),
  )
  const render = () => writeExposition(familiesOf(watched, systemClock.now()), 'openmetrics')
  const registry = registryWith(familiesOf(watched, systemClock.now()))
  const ours = await median(async () => render())
  const theirs = await median(() => registry.metrics())
  return [
    {
      what: `exposition of ${certificates} certificates`,
      ours: `${ours.toFixed(1)} ms`,
      reference: `${theirs.toFixed(1)} ms, prom-client with the same series`,
      ratio: (ours / theirs).toFixed(2),
    },
  ]
}

function registryWith(families: readonly Family[]): Registry {
  const registry = new Registry()
  for (const { name, help, samples } of families) {
    const labelNames = [...new Set(samples.flatMap(({ labels }) => labels.map(([label]) => label)))]
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] })
    for (const { labels, value } of samples) gauge.set(Object.fromEntries(labels), value)
  }
  return registry
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 11; i++) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)[5] ?? Number.NaN
}
