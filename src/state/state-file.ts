import { setImmediate } from 'node:timers/promises'
import { type FileSystem, type OpenFile, systemFiles } from './file-system.ts'
import { type DroppedEntries, readStateInTurns, type State } from './format.ts'
import { codeOf, NotAFile, openRegular } from './open-regular.ts'
import { setAside } from './set-aside.ts'
import { headBytes, markInHead, type WriteMark } from './write-mark.ts'

export type Restoration =
  | { readonly kind: 'restored'; readonly state: State; readonly dropped: DroppedEntries | undefined }
  | { readonly kind: 'absent' }
  /** The file could not be used and was moved away. */
  | { readonly kind: 'set_aside'; readonly detail: string; readonly to: string }
  /** The file could not be used or moved. It is never overwritten. */
  | { readonly kind: 'in_the_way'; readonly detail: string }

/** Ten thousand certificates take about 10 MB. */
const largestFile = 256 * 1024 * 1024
const chunkBytes = 1024 * 1024

export interface RestoringHost {
  readonly files: FileSystem
  /** Resolves when other waiting work has had its turn. */
  readonly nextTurn: () => Promise<void>
}

const systemHost: RestoringHost = { files: systemFiles, nextTurn: setImmediate }

/** Reads the state of the last process. Never throws, so that the start does not depend on it. */
export async function restoreState(path: string, host: RestoringHost = systemHost): Promise<Restoration> {
  try {
    const content = await readWhole(path, host.files)
    if (content === undefined) return await outOfTheWay(path, `it has more than ${largestFile} bytes`, host.files)
    const reading = await readStateInTurns(content, host.nextTurn)
    if (!reading.ok) return await outOfTheWay(path, reading.detail, host.files)
    return { kind: 'restored', state: reading.state, dropped: reading.dropped }
  } catch (error) {
    if (error instanceof NotAFile) return { kind: 'in_the_way', detail: error.message }
    if (codeOf(error) === 'ENOENT') return { kind: 'absent' }
    return outOfTheWay(path, `it cannot be read: ${codeOf(error)}`, host.files)
  }
}

/**
 * Reads who wrote the file last: its mark, `absent` if there is no file, or `unknown` if the file does not begin as this program writes
 * it.
 * @throws NotAFile
 */
export async function lastWrite(
  path: string,
  files: FileSystem = systemFiles,
): Promise<WriteMark | 'absent' | 'unknown'> {
  try {
    return markInHead(await readHead(path, files)) ?? 'unknown'
  } catch (error) {
    if (error instanceof NotAFile) throw error
    return codeOf(error) === 'ENOENT' ? 'absent' : 'unknown'
  }
}

async function outOfTheWay(path: string, detail: string, files: FileSystem): Promise<Restoration> {
  const to = await setAside(path, files)
  return to === undefined ? { kind: 'in_the_way', detail } : { kind: 'set_aside', detail, to }
}

async function readHead(path: string, files: FileSystem): Promise<string> {
  return withFile(path, files, async (handle) => {
    const buffer = Buffer.alloc(headBytes)
    const { bytesRead } = await handle.read(buffer, 0, headBytes, 0)
    return buffer.toString('latin1', 0, bytesRead)
  })
}

/**
 * Reads the file, or returns undefined if it is too large. The file's own size is not trusted, because every file in /proc has size 0.
 */
async function readWhole(path: string, files: FileSystem): Promise<string | undefined> {
  return withFile(path, files, async (handle) => {
    if ((await handle.stat()).size > largestFile) return undefined
    const chunks: Buffer[] = []
    let length = 0
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, length)
      if (bytesRead === 0) break
      length += bytesRead
      if (length > largestFile) return undefined
      chunks.push(chunk.subarray(0, bytesRead))
    }
    return Buffer.concat(chunks).toString()
  })
}

async function withFile<T>(path: string, files: FileSystem, use: (handle: OpenFile) => Promise<T>): Promise<T> {
  const handle = await openRegular(path, files)
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}
