import { constants } from 'node:fs'
import { fileKind } from '../files/file-kind.ts'
import type { Entry, FileSystem, OpenFile } from './file-system.ts'

/** The path leads to something that is not a regular file. It is not read, moved or overwritten. */
export class NotAFile extends Error {}

/**
 * Opens a regular file for reading. It follows no link, does not wait for the writer of a pipe and does not open a device.
 * @throws NotAFile, or the system's error
 */
export async function openRegular(path: string, files: FileSystem): Promise<OpenFile> {
  expectFile(await files.lstat(path))
  const handle = await files.open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    expectFile(await handle.stat())
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

function expectFile(entry: Entry): void {
  const kind = fileKind(entry)
  if (kind !== 'a file') throw new NotAFile(`it is ${kind}`)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
