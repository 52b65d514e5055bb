import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Figure, figure, median, tell } from './figure.ts'
import type { Shipped } from './shipped/shipped.ts'
import { timeScrape } from './small-scrape.ts'

const certificates = 1_000
const atRest = 30
const whileBusy = 100
const pauseMs = 250

/** Scrapes while one cycle follows the other, against scrapes of the same daemon before. */
export async function benchBusyScrape(shipped: Shipped): Promise<readonly Figure[]> {
  tell(`busy: ${whileBusy} scrapes of ${certificates} certificates while cycles run`)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const measure = async (schedule: string | undefined, scrapes: number) => {
    const daemon = await shipped.start(certificates, schedule === undefined ? {} : { schedule })
    await daemon.cycles(1)
    for (let scrape = 0; scrape < 5; scrape++) await timeScrape(daemon.url, 'gzip', agent)
    const times: number[] = []
    for (let scrape = 0; scrape < scrapes; scrape++) {
      times.push(await timeScrape(daemon.url, 'gzip', agent))
      await pause(pauseMs)
    }
    await daemon.stop()
    return times.toSorted((a, b) => a - b)
  }
  const rested = await measure(undefined, atRest)
  const busy = await measure('*/5 * * * * *', whileBusy)
  agent.destroy()
  const p99 = busy[Math.ceil(busy.length * 0.99) - 1] ?? Number.NaN
  return [
    figure({
      what: `scrape while cycles run, ${certificates}: 99th percentile`,
      ours: p99,
      unit: 'ms',
      reference: { value: median(rested), what: 'the median at rest' },
      target: { of: 'ratio', atMost: 3 },
    }),
  ]
}
