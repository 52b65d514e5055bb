import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { fileKind } from '../files/file-kind.ts'

/** Something stands there that is no file of ours. It is neither read, moved nor written over. */
export class NotAFile extends Error {}

/**
 * Opens a file for reading and follows no link. A pipe would wait for a writer for ever, and a device may do anything.
 * @throws NotAFile, or the system's error
 */
export async function openRegular(path: string): Promise<FileHandle> {
  expectFile(await lstat(path))
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    expectFile(await handle.stat())
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

function expectFile(entry: Stats): void {
  const kind = fileKind(entry)
  if (kind !== 'a file') throw new NotAFile(`it is ${kind}`)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
