import { afterAll, beforeAll } from 'vitest'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type ConfigurationFile, writeConfiguration } from './configuration.ts'
import { type Program, startExporter } from './program.ts'

export interface RunningExporter {
  readonly simulator: Simulator
  readonly configuration: ConfigurationFile
  readonly program: Program
  readonly url: string
}

/** The daemon as a process of its own, watching a simulator, for all tests of a file. */
export function useExporter(
  choose: (certificate: SimulatedCertificate) => boolean = () => true,
  more: Readonly<Record<string, unknown>> = {},
): () => RunningExporter {
  let running: RunningExporter | undefined
  beforeAll(async () => {
    const fleet = await demoFleet({ now: new Date() })
    const credentials = { ...defaultCredentials, tokenExpiresOn: '2030-01-01T00:00:00Z' }
    const simulator = await startSimulator({ fleet, credentials, clock: () => new Date() })
    const configuration = await writeConfiguration(simulator, fleet.certificates.filter(choose), more)
    const program = startExporter(['run', '--config', configuration.path])
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    running = { simulator, configuration, program, url }
  })
  afterAll(async () => {
    running?.program.kill('SIGTERM')
    await running?.program.exit
    await running?.simulator.close()
    await running?.configuration.remove()
  })
  return () => {
    if (!running) throw new Error('the exporter has not been started')
    return running
  }
}
