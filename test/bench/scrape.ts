import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { type ExpositionProcess, startExpositionProcess } from './exposition-process.ts'
import { type Figure, figure, median, tell } from './figure.ts'

const sizes = [1, 100, 1_000, 10_000, 50_000]
const rounds = 15

/** A scrape, whole over loopback, against prom-client writing the same series and sending nothing. */
export async function benchScrape(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const size of sizes) {
    tell(`scrape: ${size} certificates`)
    const exposition = await startExpositionProcess(size)
    figures.push(...(await measure(exposition, size)))
    await exposition.close()
  }
  return figures
}

async function measure(exposition: ExpositionProcess, size: number): Promise<readonly Figure[]> {
  const first = await scrape(exposition, 'gzip')
  const repeated = (encoding: 'gzip' | 'identity', times: number) => repeat(() => scrape(exposition, encoding), times)
  // Until the compiler has done its part.
  await repeated('gzip', 5)
  const compressed = await repeated('gzip', rounds)
  const plain = await repeated('identity', 5)
  await exposition.ask('change everything')
  const changed = await scrape(exposition, 'gzip')
  const reference = { value: await exposition.ask('prom-client in ms'), what: 'prom-client writes the same series' }
  const isTheTarget = size === 10_000
  const row = (what: string, ours: number, target?: { of: 'ours' | 'ratio'; atMost: number }) =>
    figure({ what: `scrape, ${size}: ${what}`, ours, unit: 'ms', reference, ...(isTheTarget && target && { target }) })
  const held = (what: string, ours: number, target?: { of: 'ours'; atMost: number }) =>
    figure({ what: `scrape, ${size}: ${what}`, ours, unit: 'ms', ...(isTheTarget && target && { target }) })
  return [
    row('gzip, median', median(compressed.map(({ ms }) => ms)), { of: 'ratio', atMost: 1 / 20 }),
    row('plain, median', median(plain.map(({ ms }) => ms))),
    row('gzip, everything new', changed.ms),
    row('gzip, the first of the process', first.ms),
    held('longest hold of the event loop, median', median(compressed.map((one) => one.held)), {
      of: 'ours',
      atMost: 15,
    }),
    held('longest hold of the event loop, worst', Math.max(...compressed.map((one) => one.held))),
    held('longest hold, everything new', changed.held),
    figure({ what: `scrape, ${size}: gzip, size`, ours: (compressed[0]?.bytes ?? Number.NaN) / 1000, unit: 'kB' }),
  ]
}

interface Scrape {
  readonly ms: number
  /** How long the event loop was held at most meanwhile. */
  readonly held: number
  readonly bytes: number
}

async function scrape(exposition: ExpositionProcess, encoding: 'gzip' | 'identity'): Promise<Scrape> {
  await exposition.ask('watch the event loop')
  const startedAt = performance.now()
  const headers = { accept: 'application/openmetrics-text;version=1.0.0', 'accept-encoding': encoding }
  const [answer]: IncomingMessage[] = await once(get(`${exposition.url}/metrics`, { headers }), 'response')
  let bytes = 0
  // Counted and thrown away: what a reader does with it is not measured.
  for await (const piece of answer ?? []) bytes += piece.length
  const ms = performance.now() - startedAt
  return { ms, held: await exposition.ask('longest hold in ms'), bytes }
}

async function repeat<T>(work: () => Promise<T>, times: number): Promise<readonly T[]> {
  const results: T[] = []
  for (let i = 0; i < times; i++) results.push(await work())
  return results
}
