import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { removeLeftovers } from './leftovers.ts'
import { replaceState } from './replace.ts'
import { lastWrite, type Restoration, restoreState } from './state-file.ts'
import type { WriteMark } from './write-mark.ts'

/** The operations on the state file. Each of them may never end. */
export interface StateDisk {
  /** A random name, for this process or for a temporary file. */
  readonly name: () => string
  readonly restore: (path: string) => Promise<Restoration>
  readonly lastWrite: (path: string) => Promise<WriteMark | 'absent' | 'unknown'>
  readonly replace: (path: string, slices: Iterable<string | Uint8Array>, name: string) => Promise<void>
  readonly removeLeftovers: (path: string) => Promise<void>
}

/** Where the state is kept, and the clock for its time limits. */
export interface StateHost {
  readonly disk: StateDisk
  /** Real time. A test may let the rest of the daemon run faster. */
  readonly clock: Clock
}

export const systemDisk: StateDisk = {
  name: randomUUID,
  restore: restoreState,
  lastWrite,
  replace: replaceState,
  removeLeftovers,
}
