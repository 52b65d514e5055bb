import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Figure, figure, tell } from './figure.ts'
import { cpuMsOf, residentMegabytes } from './shipped/process-cpu.ts'
import { startNaiveScript } from './shipped/references.ts'
import type { Shipped } from './shipped/shipped.ts'
import { timeScrape } from './small-scrape.ts'

const certificates = 10_000
const scrapes = 10

/** The whole daemon over 10,000 certificates in 1,000 zones: the first cycle, unchanged ones, scrapes, and what memory it takes. */
export async function benchLargeFleet(shipped: Shipped): Promise<readonly Figure[]> {
  tell(`large: the whole daemon over ${certificates} certificates in ${certificates / 10} zones`)
  const script = await startNaiveScript(await shipped.simulator(certificates))
  const naive = await cpuMsOf(script.pid)
  await script.stop()
  const daemon = await shipped.start(certificates, { schedule: '*/10 * * * * *' })
  await daemon.cycles(1)
  const first = await cpuMsOf(daemon.pid)
  const unchanged: number[] = []
  for (let cycle = 2; cycle <= 3; cycle++) {
    await pause(3_000)
    const before = await cpuMsOf(daemon.pid)
    await daemon.cycles(cycle)
    await pause(3_000)
    unchanged.push((await cpuMsOf(daemon.pid)) - before)
  }
  const agent = new Agent({ keepAlive: true })
  for (let scrape = 0; scrape < scrapes; scrape++) await timeScrape(daemon.url, 'gzip', agent)
  const megabytes = await residentMegabytes(daemon.pid)
  agent.destroy()
  await daemon.stop()
  const seconds = (ms: number) => ({ ours: ms / 1000, unit: 's of CPU' }) as const
  return [
    figure({
      what: `first cycle, ${certificates} in ${certificates / 10} zones: from the start until all are known`,
      ...seconds(first),
      reference: { value: naive / 1000, what: 'the naive script' },
      target: { of: 'ratio', atMost: 1 },
    }),
    figure({
      what: `unchanged cycle, ${certificates}`,
      ...seconds(Math.min(...unchanged)),
      reference: { value: first / 1000, what: 'the first' },
    }),
    figure({
      what: `resident memory, ${certificates} known, scraped`,
      ours: megabytes,
      unit: 'MB',
      target: { of: 'ours', atMost: 300 },
    }),
  ]
}
