import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { scrape } from '../support/scrape.ts'

/** What must not grow. */
export interface Measurement {
  readonly day: number
  /** In use after a garbage collection. */
  readonly heapBytes: number
  /** Timers, sockets and the like that keep the process going. */
  readonly handles: number
  readonly series: number
}

/**
 * Comments; what Node.js is at in this moment; and requests by their endpoint and code, of which a rare fault brings a new pair after
 * many days: there are as many as the API has.
 */
const notCounted = /^(?:#|nodejs_active_|cloudflare_cert_exporter_api_requests_total\{)/

/** To be taken while all is well. Without `--expose-gc` the heap is what it happens to be. */
export async function measure(day: number, url: string): Promise<Measurement> {
  const { text } = await scrape(url)
  // What finalisers let go of is collected by the next one.
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.()
    await setImmediate()
  }
  return {
    day,
    heapBytes: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().length,
    series: text.split('\n').filter((line) => line !== '' && !notCounted.test(line)).length,
  }
}

const megabyte = 2 ** 20
/** The noise of two measurements of the same thing. */
const slack = { heapBytes: 3 * megabyte, handles: 12, series: 4 }

/**
 * What grew: the least of the last third against the least of the third before it. The first one fills what is bounded: the
 * simulator's record of requests, connections, caches of compiled code.
 */
export function growth(measurements: readonly Measurement[]): readonly string[] {
  const third = Math.floor(measurements.length / 3)
  const [middle, last] = [measurements.slice(third, -third), measurements.slice(-third)]
  return (['heapBytes', 'handles', 'series'] as const).flatMap((what) => {
    const least = (part: readonly Measurement[]) => Math.min(...part.map((each) => each[what]))
    const grown = least(last) - least(middle)
    return grown > slack[what] ? [`${what} grew by ${grown}, from ${least(middle)}`] : []
  })
}
