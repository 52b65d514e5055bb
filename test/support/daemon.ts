import { afterAll, beforeAll } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type DaemonInProcess, startInProcess } from '../reliability/support/daemon.ts'
import { type ConfigurationFile, writeConfiguration } from './configuration.ts'
import { sharedDemoFleet } from './fleet.ts'

export interface WatchingDaemon {
  readonly simulator: Simulator
  readonly configuration: ConfigurationFile
  readonly daemon: DaemonInProcess
}

/** The daemon in this process, with a real listener, watching a simulator, for all tests of a file. */
export function useDaemon(
  choose: (certificate: SimulatedCertificate) => boolean = () => true,
  more: Readonly<Record<string, unknown>> = {},
): () => WatchingDaemon {
  let running: WatchingDaemon | undefined
  beforeAll(async () => {
    const fleet = await sharedDemoFleet()
    const credentials = { ...defaultCredentials, tokenExpiresOn: '2030-01-01T00:00:00Z' }
    const simulator = await startSimulator({ fleet, credentials, clock: () => new Date() })
    const configuration = await writeConfiguration(simulator, fleet.certificates.filter(choose), more)
    running = { simulator, configuration, daemon: await startInProcess(configuration.path, systemClock) }
  })
  afterAll(async () => {
    await running?.daemon.stop()
    await running?.simulator.close()
    await running?.configuration.remove()
  })
  return () => {
    if (!running) throw new Error('the daemon has not been started')
    return running
  }
}
