import { afterAll, beforeAll } from 'vitest'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type ConfigurationFile, writeConfiguration } from './configuration.ts'
import { sharedDemoFleet } from './fleet.ts'

export interface WatchedSimulator {
  readonly simulator: Simulator
  readonly configuration: ConfigurationFile
}

/** How what watches is started and ended. */
export interface Watcher<T> {
  readonly start: (configuration: ConfigurationFile) => Promise<T>
  readonly stop: (started: T) => Promise<unknown>
}

/** A simulator with the demo's fleet, and something that watches it, for all tests of a file. */
export function useWatchedSimulator<T>(
  { start, stop }: Watcher<T>,
  choose: (certificate: SimulatedCertificate) => boolean = () => true,
  more: Readonly<Record<string, unknown>> = {},
): () => T & WatchedSimulator {
  let watched: WatchedSimulator | undefined
  let started: T | undefined
  beforeAll(async () => {
    const fleet = await sharedDemoFleet()
    const credentials = { ...defaultCredentials, tokenExpiresOn: '2030-01-01T00:00:00Z' }
    const simulator = await startSimulator({ fleet, credentials, clock: () => new Date() })
    const configuration = await writeConfiguration(simulator, fleet.certificates.filter(choose), more)
    watched = { simulator, configuration }
    started = await start(configuration)
  })
  afterAll(async () => {
    if (started) await stop(started)
    await watched?.simulator.close()
    await watched?.configuration.remove()
  })
  return () => {
    if (!watched || !started) throw new Error('what watches has not been started')
    return { ...started, ...watched }
  }
}
