import { systemClock } from '../../src/clock.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type DaemonInProcess, startInProcess } from '../reliability/support/daemon.ts'
import { useWatchedSimulator, type WatchedSimulator, type Watcher } from './watched-simulator.ts'

interface Running {
  readonly daemon: DaemonInProcess
}

const inProcess: Watcher<Running> = {
  start: async ({ path }) => ({ daemon: await startInProcess(path, systemClock) }),
  stop: ({ daemon }) => daemon.stop(),
}

/** The daemon in this process, with a real listener, watching a simulator, for all tests of a file. */
export function useDaemon(
  choose?: (certificate: SimulatedCertificate) => boolean,
  more?: Readonly<Record<string, unknown>>,
): () => Running & WatchedSimulator {
  return useWatchedSimulator(inProcess, choose, more)
}
