import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { type Figure, figure, median, tell } from './figure.ts'
import { cpuMsOf } from './shipped/process-cpu.ts'
import { startNaiveScript } from './shipped/references.ts'
import type { Shipped } from './shipped/shipped.ts'

const batches = 6
const batchSize = 15

interface Target {
  readonly pid: number
  readonly url: string
}

interface Cost {
  readonly cpuMs: number
  readonly latencyMs: number
}

/** Scrapes of a daemon at rest, by turns with those of the naive script, which writes one series a certificate and compresses nothing. */
export async function benchSmallScrape(shipped: Shipped): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const certificates of [100, 1_000]) {
    tell(`served: scrapes of ${certificates} certificates, by turns with those of the naive script`)
    const daemon = await shipped.start(certificates)
    await daemon.cycles(1)
    const script = await startNaiveScript(await shipped.simulator(certificates))
    const [gzip, plain, naive] = await byTurns([
      [daemon, 'gzip'],
      [daemon, 'identity'],
      [script, 'identity'],
    ])
    await daemon.stop()
    await script.stop()
    if (gzip && plain && naive) figures.push(...rows(certificates, gzip, plain, naive))
  }
  return [...figures, ...(await seriesOfOne(shipped))]
}

function rows(certificates: number, gzip: Cost, plain: Cost, naive: Cost): readonly Figure[] {
  const isSmall = certificates === 100
  const row = (what: string, ours: number, reference: number, unit: 'ms' | 'ms of CPU', atMost?: number) =>
    figure({
      what: `scrape of the daemon, ${certificates}: ${what}`,
      ours,
      unit,
      reference: { value: reference, what: 'the naive script, plain' },
      ...(atMost !== undefined && { target: { of: 'ratio', atMost } as const }),
    })
  return [
    row('gzip', gzip.cpuMs, naive.cpuMs, 'ms of CPU', isSmall ? 1.5 : undefined),
    row('gzip, latency', gzip.latencyMs, naive.latencyMs, 'ms', isSmall ? 1 : undefined),
    row('plain', plain.cpuMs, naive.cpuMs, 'ms of CPU', isSmall ? 1.5 : 3),
  ]
}

/** The least processor time and latency of each, by batches. */
async function byTurns(asked: readonly (readonly [Target, 'gzip' | 'identity'])[]): Promise<readonly Cost[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const costs = asked.map((): Cost[] => [])
  for (let batch = 0; batch <= batches; batch++)
    for (const [i, [target, encoding]] of asked.entries()) {
      const before = await cpuMsOf(target.pid)
      const latencies: number[] = []
      for (let scrape = 0; scrape < batchSize; scrape++) latencies.push(await timeScrape(target.url, encoding, agent))
      const cpuMs = ((await cpuMsOf(target.pid)) - before) / batchSize
      // In the first batch the compiler does its part.
      if (batch > 0) costs[i]?.push({ cpuMs, latencyMs: median(latencies) })
    }
  agent.destroy()
  return costs.map((each) => ({
    cpuMs: Math.min(...each.map(({ cpuMs }) => cpuMs)),
    latencyMs: Math.min(...each.map(({ latencyMs }) => latencyMs)),
  }))
}

export async function timeScrape(url: string, encoding: 'gzip' | 'identity', agent: Agent): Promise<number> {
  const startedAt = performance.now()
  const headers = { accept: 'application/openmetrics-text;version=1.0.0', 'accept-encoding': encoding }
  const [answer]: IncomingMessage[] = await once(get(`${url}/metrics`, { headers, agent }), 'response')
  if (answer?.statusCode !== 200) throw new Error(`the scrape was answered with ${answer?.statusCode}`)
  for await (const _ of answer);
  return performance.now() - startedAt
}

/** How many series name one certificate. */
async function seriesOfOne(shipped: Shipped): Promise<readonly Figure[]> {
  const counts: number[] = []
  for (const preset of ['full', 'minimal']) {
    const daemon = await shipped.start(100, { configuration: { metrics: { preset } } })
    await daemon.cycles(1)
    const text = await (await fetch(`${daemon.url}/metrics`)).text()
    await daemon.stop()
    const [, id = ''] = /certificate_id="([^"]+)"/.exec(text) ?? []
    counts.push(text.split('\n').filter((line) => !line.startsWith('#') && line.includes(`"${id}"`)).length)
  }
  const [full = Number.NaN, minimal = Number.NaN] = counts
  const reference = { value: full, what: 'preset full' }
  const target = { of: 'ours', atMost: 10 } as const
  return [figure({ what: 'series a certificate, preset minimal', ours: minimal, unit: 'series', reference, target })]
}
