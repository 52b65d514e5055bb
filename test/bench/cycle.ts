import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parsePem } from '../../src/certificate/parse.ts'
import { systemClock } from '../../src/clock.ts'
import { CloudflareClient } from '../../src/cloudflare/client.ts'
import { createDispatcher } from '../../src/cloudflare/dispatcher.ts'
import { Gate } from '../../src/cloudflare/gate.ts'
import { transportOver } from '../../src/cloudflare/transport.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { runCycle } from '../../src/monitor/cycle.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { Publisher } from '../../src/monitor/publisher.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { entry } from '../support/certificates.ts'
import { watchList } from '../support/zones.ts'
import { type Figure, figure, median, tell } from './figure.ts'
import { startSimulatorProcess } from './simulator-process.ts'

const size = 10_000
const zones = size / 10

interface Run {
  readonly cpuSeconds: number
  readonly requests: number
  /** How long the event loop was held, in milliseconds. */
  readonly p99: number
  readonly longest: number
}

/** The first cycle and unchanged ones, as fast as the API answers: what they cost, and how long the event loop is held. */
export async function benchCycle(): Promise<readonly Figure[]> {
  tell(`cycle: ${size} certificates in ${zones} zones, first and unchanged`)
  const fleet = await largeFleet({ zones, certificatesPerZone: 10, now: new Date() })
  // The compiler and the library's tables are no part of a cycle.
  for (let i = 0; i < 200; i++) parsePem(fleet.certificates[i % 10]?.record?.certificate ?? '')
  const simulator = await startSimulatorProcess(size)
  const run = cycles(
    simulator.baseUrl,
    simulator.token,
    fleet.certificates.map(({ zoneId, certificateId }) => entry({ scopeId: zoneId, certificateId })),
  )
  const first = await run()
  const unchanged = [await run(), await run(), await run()]
  await simulator.close()
  const cpu = median(unchanged.map(({ cpuSeconds }) => cpuSeconds))
  const held = (what: string, ours: number, atMost?: number) =>
    figure({ what, ours, unit: 'ms', ...(atMost !== undefined && { target: { of: 'ours', atMost } }) })
  return [
    figure({
      what: `cycle, ${size}: requests`,
      ours: first.requests,
      unit: 'requests',
      reference: { value: size, what: 'one a certificate' },
      target: { of: 'ours', atMost: zones },
    }),
    figure({
      what: `cycle, ${size}: unchanged`,
      ours: cpu,
      unit: 's of CPU',
      reference: { value: first.cpuSeconds, what: 'the first' },
    }),
    held(`cycle, ${size}: event loop held, 99th percentile, first`, first.p99),
    held(`cycle, ${size}: event loop held, longest, first`, first.longest, 20),
    held(`cycle, ${size}: event loop held, longest, unchanged`, Math.max(...unchanged.map(({ longest }) => longest))),
  ]
}

function cycles(baseUrl: string, token: string, certificates: readonly ReturnType<typeof entry>[]): () => Promise<Run> {
  let requests = 0
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates }), systemClock.now())
  const gate = new Gate({ requestsPer5m: 1e9, zonesWatched: () => zones }, systemClock, Math.random)
  const dispatcher = createDispatcher(baseUrl, { httpsProxy: undefined, noProxy: undefined })
  const source = new CloudflareClient({
    redact: (text) => text,
    baseUrl,
    timeoutSeconds: 30,
    userAgent: 'bench',
    transport: async () => transportOver(dispatcher),
    readCredential: async () => ({ ok: true, secret: { kind: 'token', token } }),
    gateOf: () => gate,
    clock: systemClock,
    random: Math.random,
    observer: {
      requested: () => {
        requests += 1
      },
      retried: () => undefined,
      rateLimitRemaining: () => undefined,
      denied: () => undefined,
    },
  })
  const tools = {
    source,
    pems: new ParsedPems(),
    inventory,
    clock: systemClock,
    random: Math.random,
    publisher: new Publisher({ inventory, clock: systemClock, published: () => undefined }),
    discovered: () => undefined,
    suspicious: () => undefined,
    unreadable: () => undefined,
    internalError: () => undefined,
    probeDueIn: () => undefined,
  }
  return async () => {
    requests = 0
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const before = process.cpuUsage()
    const report = await runCycle('all', tools, new AbortController().signal)
    const { user, system } = process.cpuUsage(before)
    delay.disable()
    if (report.failed > 0) throw new Error(`${report.failed} checks failed`)
    const held = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 1)
    return { cpuSeconds: (user + system) / 1e6, requests, p99: held(delay.percentile(99)), longest: held(delay.max) }
  }
}
