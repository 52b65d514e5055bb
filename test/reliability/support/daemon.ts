import type { Clock } from '../../../src/clock.ts'
import { loadConfig } from '../../../src/config/load.ts'
import type { Environment } from '../../../src/config/model.ts'
import { type Daemon, startDaemon } from '../../../src/daemon/daemon.ts'
import { type Surroundings, systemSurroundings } from '../../../src/daemon/surroundings.ts'
import { createLogger } from '../../../src/log/logger.ts'
import { Redactor } from '../../../src/log/redaction.ts'
import { type StateDisk, systemDisk } from '../../../src/state/state-disk.ts'
import { patientClock } from '../../support/patient-clock.ts'
import { seededRandom } from '../../support/random.ts'
import { type LogTap, tapLog } from './log-tap.ts'

export interface DaemonInProcess extends Daemon {
  readonly log: LogTap
}

export interface InProcessSettings {
  readonly seed?: number
  readonly env?: Environment
  readonly disk?: StateDisk
  /** In place of this system's. */
  readonly surroundings?: Partial<Surroundings>
}

/** The real daemon with its real listener in this process, by a clock that a test chooses. */
export async function startInProcess(
  configPath: string,
  clock: Clock,
  { seed = 1, env = {}, disk = systemDisk, surroundings = {} }: InProcessSettings = {},
): Promise<DaemonInProcess> {
  const log = tapLog()
  const redactor = new Redactor()
  const load = () => loadConfig({ path: configPath, env })
  const first = await load()
  if (!first.ok) throw new Error(first.problems.map(({ text }) => text).join('\n'))
  const daemon = await startDaemon({
    ...systemSurroundings,
    ...surroundings,
    config: first.config,
    load,
    proxy: { httpsProxy: undefined, noProxy: undefined },
    nodeVersion: '24.0.0',
    log: createLogger({ level: 'debug', format: 'json', colour: false, redactor, destination: log }),
    logLines: { dropped: 0 },
    redactor,
    clock,
    random: seededRandom(seed),
    host: { disk, clock: patientClock },
  })
  return { ...daemon, log }
}
