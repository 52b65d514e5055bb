import { fork } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { systemClock } from '../../src/clock.ts'
import { SelfMetrics } from '../../src/daemon/self-metrics.ts'
import type { DisplayedZone } from '../../src/exposition/aspects.ts'
import { everyFamily } from '../../src/exposition/exposed-families.ts'
import { ZonesExposition } from '../../src/exposition/zones-exposition.ts'
import { metricsRoute } from '../../src/http/metrics-route.ts'
import { listen } from '../../src/http/server.ts'
import { fleetZones } from './fleet-zones.ts'
import { timePromClient } from './prom-client.ts'

/** What the process can be asked to do. Each is answered with a number. */
export type Wish = 'change everything' | 'watch the event loop' | 'longest hold in ms' | 'prom-client in ms'

export interface ExpositionProcess {
  readonly url: string
  ask(wish: Wish): Promise<number>
  close(): Promise<void>
}

/** `/metrics` over so many certificates, in a process of its own: the work of its reader does not hold its event loop. */
export async function startExpositionProcess(certificates: number): Promise<ExpositionProcess> {
  // prom-client holds some 50 kB a certificate.
  const child = fork(new URL(import.meta.url), [String(certificates)], { execArgv: ['--max-old-space-size=12000'] })
  const [url] = await once(child, 'message')
  return {
    url: String(url),
    async ask(wish) {
      child.send(wish)
      return Number((await once(child, 'message'))[0])
    },
    async close() {
      const exit = once(child, 'exit')
      child.kill()
      await exit
    },
  }
}

async function serve(certificates: number, answer: (answer: string | number) => void): Promise<void> {
  let zones: readonly DisplayedZone[] = fleetZones(certificates)
  const self = new SelfMetrics()
  const exposition = new ZonesExposition({
    take: () => ({ places: zones, now: systemClock.now(), exposed: everyFamily }),
    families: () => self.families(),
    isRecent: () => false,
  })
  const route = metricsRoute((format) => exposition.write(format))
  const server = await listen({ host: '127.0.0.1', port: 0 }, { '/metrics': { GET: route } }, (error) => {
    throw error
  })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const wishes: Readonly<Record<Wish, () => number | Promise<number>>> = {
    'change everything': () => {
      zones = fleetZones(certificates)
      return 0
    },
    'watch the event loop': () => {
      delay.reset()
      delay.enable()
      return 0
    },
    'longest hold in ms': () => Math.max(0, delay.max / 1e6 - 1),
    'prom-client in ms': () => timePromClient(zones),
  }
  process.on('message', async (wish: Wish) => answer(await wishes[wish]()))
  answer(server.url)
}

if (process.send && process.argv[1]?.endsWith('exposition-process.ts'))
  await serve(Number(process.argv[2]), process.send.bind(process))
