import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type Program, startExporter } from './program.ts'
import { useWatchedSimulator, type WatchedSimulator, type Watcher } from './watched-simulator.ts'

interface Running {
  readonly program: Program
  readonly url: string
}

const asProgram: Watcher<Running> = {
  start: async ({ path }) => {
    const program = startExporter(['run', '--config', path])
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    return { program, url }
  },
  stop: async ({ program }) => {
    program.kill('SIGTERM')
    await program.exit
  },
}

/** The daemon as a process of its own, watching a simulator, for all tests of a file. */
export function useExporter(
  choose?: (certificate: SimulatedCertificate) => boolean,
  more?: Readonly<Record<string, unknown>>,
): () => Running & WatchedSimulator {
  return useWatchedSimulator(asProgram, choose, more)
}
