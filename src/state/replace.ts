import { constants } from 'node:fs'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Whoever else may write in the folder cannot have put anything under this name, nor a link. */
const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/**
 * Replaces the file as a whole: whoever reads it, after a crash too, finds the old text or the new one.
 * @param slices of the text; each is made while nothing is being written, and everybody else has a turn in between
 * @param name random, of letters, digits and hyphens: two processes never write the same temporary file
 * @throws the system's error
 */
export async function replaceState(path: string, slices: Iterable<string | Uint8Array>, name: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = temporaryPath(path, name)
  try {
    await writeFresh(temporary, slices)
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw withoutName(error, temporary, path)
  }
  await syncFolder(folder)
}

/** `leftovers.ts` finds it again by this form. */
export function temporaryPath(path: string, name: string): string {
  return `${path}.${name}.tmp`
}

async function writeFresh(temporary: string, slices: Iterable<string | Uint8Array>): Promise<void> {
  const handle = await open(temporary, fresh, 0o600)
  try {
    await handle.writeFile(slices)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Without it the new name may not have reached the disk when the power fails. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The same failure has the same words each time. */
function withoutName(error: unknown, temporary: string, path: string): unknown {
  return error instanceof Error ? new Error(error.message.replaceAll(temporary, path), { cause: error }) : error
}
