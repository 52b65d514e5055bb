import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { type ReadFile, readLimited } from '../files/read-limited.ts'
import { type FileSystem, systemFiles } from './file-system.ts'
import { removeLeftovers } from './leftovers.ts'
import { replaceState } from './replace.ts'
import { lastWrite, type Restoration, type RestoringHost, restoreState } from './state-file.ts'
import type { WriteMark } from './write-mark.ts'

/** The operations on the state file. Each of them may never end. */
export interface StateDisk {
  /** A random name, for this process or for a temporary file. */
  readonly name: () => string
  readonly restore: (path: string) => Promise<Restoration>
  readonly lastWrite: (path: string) => Promise<WriteMark | 'absent' | 'unknown'>
  readonly replace: (path: string, slices: Iterable<string | Uint8Array>, name: string) => Promise<void>
  readonly removeLeftovers: (path: string) => Promise<void>
  /** Reads the whole of another file beside the state. */
  readonly read: ReadFile
  readonly rename: FileSystem['rename']
}

/** Where the state is kept, and the clock for its time limits. */
export interface StateHost {
  readonly disk: StateDisk
  /** Real time. A test may let the rest of the daemon run faster. */
  readonly clock: Clock
}

/** @param host the calls of the operating system, and chance */
export function stateDiskOf({
  files,
  nextTurn,
  name,
  read,
}: RestoringHost & Pick<StateDisk, 'name' | 'read'>): StateDisk {
  return {
    name,
    restore: (path) => restoreState(path, { files, nextTurn }),
    lastWrite: (path) => lastWrite(path, files),
    replace: (path, slices, temporary) => replaceState(path, slices, temporary, files),
    removeLeftovers: (path) => removeLeftovers(path, files),
    read,
    rename: files.rename,
  }
}

export const systemDisk: StateDisk = stateDiskOf({
  files: systemFiles,
  nextTurn: setImmediate,
  name: randomUUID,
  read: readLimited,
})
