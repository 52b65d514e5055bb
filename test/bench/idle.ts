import { setTimeout as pause } from 'node:timers/promises'
import { type Figure, figure, tell } from './figure.ts'
import { cpuMsOf } from './shipped/process-cpu.ts'
import { startBarePromClient } from './shipped/references.ts'
import type { Shipped } from './shipped/shipped.ts'

const certificates = 1_000
const seconds = 10
const rounds = 2

/** A daemon between two cycles, nobody scraping, beside a process that has nothing but prom-client's default metrics. */
export async function benchIdle(shipped: Shipped): Promise<readonly Figure[]> {
  tell(`idle: ${rounds * seconds} s at rest, beside prom-client's default metrics`)
  const daemon = await shipped.start(certificates)
  const bare = await startBarePromClient()
  await daemon.cycles(1)
  // Until the state is written and memory has been tidied up.
  await pause(8_000)
  const both = [daemon, bare]
  const least = both.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    const before = await Promise.all(both.map(({ pid }) => cpuMsOf(pid)))
    await pause(seconds * 1000)
    const after = await Promise.all(both.map(({ pid }) => cpuMsOf(pid)))
    for (const i of both.keys()) least[i] = Math.min(least[i] ?? 0, (after[i] ?? 0) - (before[i] ?? 0))
  }
  await daemon.stop()
  await bare.stop()
  const [ours = Number.NaN, value = Number.NaN] = least
  return [
    figure({
      what: `idle for ${seconds} s, ${certificates} known`,
      ours,
      unit: 'ms of CPU',
      reference: { value, what: "prom-client's default metrics alone" },
      target: { of: 'ratio', atMost: 0.6 },
    }),
  ]
}
