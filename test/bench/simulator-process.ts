import { fork } from 'node:child_process'
import { once } from 'node:events'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { distinctFleet } from './shipped/distinct-fleet.ts'

export interface SimulatorProcess {
  readonly baseUrl: string
  readonly token: string
  readonly zones: readonly string[]
  close(): Promise<void>
}

/** A simulator in a process of its own, so that its work does not hold the event loop that is measured. */
export async function startSimulatorProcess(certificates: number): Promise<SimulatorProcess> {
  const child = fork(new URL(import.meta.url), [String(certificates)])
  const [message] = await once(child, 'message')
  const { baseUrl, token, zones }: { baseUrl: string; token: string; zones: string[] } = message
  return {
    baseUrl,
    token,
    zones,
    async close() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}

if (process.send && process.argv[2]) {
  const fleet = await distinctFleet(Number(process.argv[2]))
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  const simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  process.once('disconnect', () => void simulator.close())
  const zones = fleet.zones.map(({ id }) => id)
  process.send({ baseUrl: simulator.baseUrl, token: simulator.credentials.token, zones })
}
