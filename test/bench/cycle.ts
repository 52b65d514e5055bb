import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parsePem } from '../../src/certificate/parse.ts'
import { systemClock } from '../../src/clock.ts'
import { CloudflareClient } from '../../src/cloudflare/client.ts'
import { Gate } from '../../src/cloudflare/gate.ts'
import { createDispatcher } from '../../src/cloudflare/transport.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { runCycle } from '../../src/monitor/cycle.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { Publisher } from '../../src/monitor/publisher.ts'
import { largeFleet } from '../../src/simulator/fleet.ts'
import { entry } from '../support/certificates.ts'
import { watchList } from '../support/zones.ts'
import type { Figure } from './bench.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** The first cycle over so many certificates, as fast as the API answers: how long is the event loop held? */
export async function benchCycle(size: number): Promise<readonly Figure[]> {
  const fleet = await largeFleet({ zones: size / 10, certificatesPerZone: 10, now: new Date() })
  const simulator = await startSimulatorProcess(size)
  const inventory = new Inventory()
  const certificates = fleet.certificates.map(({ zoneId, certificateId }) => entry({ zoneId, certificateId }))
  inventory.watch(watchList({ certificates }), systemClock.now())
  const dispatcher = createDispatcher(simulator.baseUrl, { httpsProxy: undefined, noProxy: undefined })
  const gate = new Gate({ requestsPer5m: 1e9, zonesWatched: () => fleet.zones.length }, systemClock, Math.random)
  const source = new CloudflareClient({
    baseUrl: simulator.baseUrl,
    timeoutSeconds: 10,
    userAgent: 'bench',
    dispatcher,
    readCredential: async () => ({ ok: true, secret: { kind: 'token', token: simulator.token } }),
    gateOf: () => gate,
    clock: systemClock,
    random: Math.random,
    observer: {
      requested: () => undefined,
      retried: () => undefined,
      rateLimitRemaining: () => undefined,
      denied: () => undefined,
    },
  })
  const publisher = new Publisher({ inventory, clock: systemClock, published: () => undefined })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const report = await runCycle(
    'all',
    {
      source,
      pems: new ParsedPems(),
      inventory,
      clock: systemClock,
      random: Math.random,
      publisher,
      discovered: () => undefined,
      suspicious: () => undefined,
      internalError: () => undefined,
      nextProbe: () => undefined,
    },
    new AbortController().signal,
  )
  delay.disable()
  await dispatcher.destroy()
  await simulator.close()
  if (report.failed > 0) throw new Error(`${report.failed} checks failed`)

  const parse = millisecondsToParse(fleet.certificates[0]?.record?.certificate ?? '')
  const row = (what: string, ms: number): Figure => ({
    what,
    ours: `${ms.toFixed(1)} ms`,
    reference: `${parse.toFixed(2)} ms, parsing one certificate`,
    ratio: (ms / parse).toFixed(1),
  })
  return [
    row(`cycle over ${size}, per certificate`, (report.seconds * 1000) / size),
    row('event loop held, 99th percentile', delay.percentile(99) / 1e6 - 1),
    row('event loop held, longest', delay.max / 1e6 - 1),
  ]
}

function millisecondsToParse(pem: string): number {
  const rounds = 200
  const startedAt = performance.now()
  for (let i = 0; i < rounds; i++) parsePem(pem)
  return (performance.now() - startedAt) / rounds
}
