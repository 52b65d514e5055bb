import type { Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'

/** What is asked of an open file. Each call may never end. */
export interface OpenFile {
  readonly stat: () => Promise<Entry>
  readonly read: (buffer: Buffer, offset: number, length: number, position: number) => Promise<{ bytesRead: number }>
  /** Writes the slices one after the other. Each is made when the one before has been written. */
  readonly writeFile: (slices: Iterable<string | Uint8Array>) => Promise<void>
  readonly sync: () => Promise<void>
  readonly close: () => Promise<void>
}

export type Entry = Pick<
  Stats,
  'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'mtimeMs' | 'size'
>

/** The calls of the operating system that the state needs, with the errors of Node.js. Each call may never end. */
export interface FileSystem {
  readonly mkdir: (path: string, options: { readonly recursive: true }) => Promise<unknown>
  /** @param flags as in `node:fs` */
  readonly open: (path: string, flags: number, mode?: number) => Promise<OpenFile>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly unlink: (path: string) => Promise<void>
  readonly lstat: (path: string) => Promise<Entry>
  readonly readdir: (path: string) => Promise<readonly FolderEntry[]>
}

export interface FolderEntry {
  readonly name: string
  readonly isFile: () => boolean
}

export const systemFiles: FileSystem = {
  mkdir,
  open,
  rename,
  unlink,
  lstat,
  readdir: (path) => readdir(path, { withFileTypes: true }),
}
