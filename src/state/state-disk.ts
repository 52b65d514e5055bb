import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { removeLeftovers } from './leftovers.ts'
import { replaceState } from './replace.ts'
import { lastWrite, type Restoration, restoreState } from './state-file.ts'
import type { WriteMark } from './write-mark.ts'

/** What a state file is read and written with. Any of it may take for ever. */
export interface StateDisk {
  /** A random name: of this process, or of a temporary file. */
  readonly name: () => string
  readonly restore: (path: string) => Promise<Restoration>
  readonly lastWrite: (path: string) => Promise<WriteMark | 'absent' | 'unknown'>
  readonly replace: (path: string, slices: Iterable<string | Uint8Array>, name: string) => Promise<void>
  readonly removeLeftovers: (path: string) => Promise<void>
}

/** Where the state is kept, and the time by which it is waited for. */
export interface StateHost {
  readonly disk: StateDisk
  /** Real time, also where a test lets the rest of the daemon live faster. */
  readonly clock: Clock
}

export const systemDisk: StateDisk = {
  name: randomUUID,
  restore: restoreState,
  lastWrite,
  replace: replaceState,
  removeLeftovers,
}
