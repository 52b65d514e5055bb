import { constants } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { ReadFile } from '../../../src/files/read-limited.ts'
import type { Entry, FileSystem, OpenFile } from '../../../src/state/file-system.ts'
import type { Chance } from '../world/chance.ts'
import type { HeldResources } from './held-resources.ts'

interface File {
  /** What it has: the beginning of `room`. */
  content: Buffer
  /** Has space for what is written next, so that it is not copied for each slice. */
  room: Buffer
  /** What a power failure leaves of it. */
  synced: Buffer | undefined
  mtimeMs: number
}

/** `hung`: nothing ends until the disk is well. `full`: no write works. `unreadable`: no read works. */
export type DiskState = 'well' | 'hung' | 'slow' | 'full' | 'unreadable'

export interface DiskHost {
  readonly chance: Chance
  readonly nowMs: () => number
  /** Runs after so many seconds, and never if the process is gone. */
  readonly after: (seconds: number, run: () => void) => void
  readonly isAlive: () => boolean
  readonly held: HeldResources
}

/** A folder in memory. It outlives the processes that use it; each of them sees it through a `DiskView`. */
export class VirtualDisk {
  state: DiskState = 'well'
  wellSince = 0
  /** By path. */
  readonly files = new Map<string, File>()
  /** The names that a power failure leaves, and the files behind them. */
  #names = new Map<string, File>()
  #waiting: (() => void)[] = []

  write(path: string, content: string): void {
    const bytes = Buffer.from(content)
    const file = { content: bytes, room: bytes, synced: bytes, mtimeMs: 0 }
    this.files.set(path, file)
    this.#names.set(path, file)
  }

  get bytes(): number {
    return [...this.files.values()].reduce((sum, { content }) => sum + content.length, 0)
  }

  syncNames(folder: string): void {
    for (const path of this.#names.keys())
      if (dirname(path) === folder && !this.files.has(path)) this.#names.delete(path)
    for (const [path, file] of this.files) if (dirname(path) === folder) this.#names.set(path, file)
  }

  /** What was not synced is lost, some of it or all. */
  losePower(chance: Chance): void {
    const kept = [...this.#names].map(([path, file]): [string, File] => {
      const torn = file.content.subarray(0, Math.floor(chance.next() * file.content.length))
      const content = file.synced ?? torn
      return [path, { ...file, content, room: content, synced: content }]
    })
    this.files.clear()
    for (const [path, file] of kept) this.files.set(path, file)
    this.#names = new Map(kept)
  }

  become(state: DiskState): void {
    this.state = state
    if (state === 'hung') return
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }

  whenWell(go: () => void): void {
    if (this.state === 'hung') this.#waiting.push(go)
    else go()
  }
}

/** The disk as one process sees it. Every call takes a moment, in which the process may be killed. */
export class DiskView {
  readonly #disk: VirtualDisk
  readonly #host: DiskHost

  constructor(disk: VirtualDisk, host: DiskHost) {
    this.#disk = disk
    this.#host = host
  }

  readonly read: ReadFile = (path) =>
    this.#call('read', () => this.#file(path).content).then(
      (content) => ({ ok: true, content: Buffer.from(content) }),
      (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT'
          ? { ok: false, code: 'ENOENT', detail: 'does not exist' }
          : { ok: false, code: error.code ?? '', detail: `cannot be read (${error.code})` },
    )

  /** The disk is not asked whether it is well: this is what the configuration and secrets are read from. */
  readonly readAtOnce: ReadFile = async (path) => {
    const file = this.#disk.files.get(path)
    return file
      ? { ok: true, content: Buffer.from(file.content) }
      : { ok: false, code: 'ENOENT', detail: 'does not exist' }
  }

  readonly files: FileSystem = {
    mkdir: () => this.#call('read', () => undefined),
    open: (path, flags) => this.#call('read', () => this.#counted(this.#open(path, flags))),
    rename: (from, to) =>
      this.#call('write', () => {
        this.#disk.files.set(to, this.#file(from))
        this.#disk.files.delete(from)
      }),
    unlink: (path) => this.#call('write', () => void this.#disk.files.delete(path)),
    lstat: (path) => this.#call('read', () => entryOf(this.#file(path))),
    readdir: (folder) =>
      this.#call('read', () => {
        const paths = [...this.#disk.files.keys()].filter((path) => dirname(path) === folder)
        return paths.map((path) => ({ name: basename(path), isFile: () => true }))
      }),
  }

  #counted(file: OpenFile): OpenFile {
    const closed = this.#host.held.take('openFiles')
    // Linux closes it in any case.
    return { ...file, close: () => file.close().finally(closed) }
  }

  #open(path: string, flags: number): OpenFile {
    if (!path.includes('.')) return this.#folder(path)
    if (flags & constants.O_CREAT) {
      if (this.#disk.files.has(path)) throw failure('EEXIST', path)
      const content = Buffer.alloc(0)
      this.#disk.files.set(path, { content, room: content, synced: undefined, mtimeMs: this.#host.nowMs() })
    }
    const file = this.#file(path)
    return {
      stat: () => this.#call('read', () => entryOf(file)),
      read: (buffer, offset, length, position) =>
        this.#call('read', () => ({ bytesRead: file.content.copy(buffer, offset, position, position + length) })),
      writeFile: async (slices) => {
        for (const slice of slices) {
          const bytes = Buffer.from(slice)
          await this.#call('write', () => {
            append(file, bytes)
            file.mtimeMs = this.#host.nowMs()
          })
        }
      },
      sync: () =>
        this.#call('write', () => {
          file.synced = file.content
        }),
      close: () => this.#call('read', () => undefined),
    }
  }

  #folder(path: string): OpenFile {
    const none = () => Promise.reject(failure('EISDIR', path))
    return {
      stat: none,
      read: none,
      writeFile: none,
      sync: () => this.#call('write', () => this.#disk.syncNames(path)),
      close: () => this.#call('read', () => undefined),
    }
  }

  #file(path: string): File {
    const file = this.#disk.files.get(path)
    if (!file) throw failure('ENOENT', path)
    return file
  }

  #call<T>(kind: 'read' | 'write', act: () => T): Promise<T> {
    const { after, chance, isAlive } = this.#host
    const disk = this.#disk
    const seconds = disk.state === 'slow' ? chance.between(0.1, 3) : chance.between(0.0001, 0.003)
    return new Promise((resolve, reject) => {
      const end = () => {
        try {
          if (kind === 'write' && disk.state === 'full') throw failure('ENOSPC', 'write')
          if (kind === 'read' && disk.state === 'unreadable') throw failure('EIO', 'read')
          resolve(act())
        } catch (error) {
          reject(error)
        }
      }
      after(seconds, () => disk.whenWell(() => isAlive() && end()))
    })
  }
}

function append(file: File, bytes: Buffer): void {
  const { content } = file
  const length = content.length + bytes.length
  if (length > file.room.length) {
    file.room = Buffer.alloc(2 * length)
    file.room.set(content)
  }
  file.room.set(bytes, content.length)
  file.content = file.room.subarray(0, length)
}

function entryOf({ content, mtimeMs }: File): Entry {
  const no = () => false
  return {
    isFile: () => true,
    isDirectory: no,
    isSymbolicLink: no,
    isFIFO: no,
    isSocket: no,
    mtimeMs,
    size: content.length,
  }
}

function failure(code: string, what: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: simulated, ${what}`), { code })
}
