import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { type FileSystem, systemFiles } from './file-system.ts'

/** The file must not exist yet and must not be a link. Nobody else can have created it before. */
const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/**
 * Replaces a file atomically. A reader finds the old text or the new text, also after a crash.
 * @param slices of the text; each one is made when the previous one has been written, and other work runs in between
 * @param name a random name of letters, digits and hyphens, so that two processes never write the same temporary file
 * @throws the system's error
 */
export async function replaceState(
  path: string,
  slices: Iterable<string | Uint8Array>,
  name: string,
  files: FileSystem = systemFiles,
): Promise<void> {
  const folder = dirname(path)
  await files.mkdir(folder, { recursive: true })
  const temporary = temporaryPath(path, name)
  try {
    await writeFresh(temporary, slices, files)
    await files.rename(temporary, path)
  } catch (error) {
    await files.unlink(temporary).catch(() => undefined)
    throw withoutName(error, temporary, path)
  }
  await syncFolder(folder, files)
}

/** The name of a temporary file. `leftovers.ts` recognises this form. */
export function temporaryPath(path: string, name: string): string {
  return `${path}.${name}.tmp`
}

async function writeFresh(temporary: string, slices: Iterable<string | Uint8Array>, files: FileSystem): Promise<void> {
  const handle = await files.open(temporary, fresh, 0o600)
  try {
    await handle.writeFile(slices)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Syncs the folder. Otherwise the new name may be lost when the power fails. */
async function syncFolder(folder: string, files: FileSystem): Promise<void> {
  const handle = await files.open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Gives the same words for the same failure, so that repeated failures can be recognised. */
function withoutName(error: unknown, temporary: string, path: string): unknown {
  return error instanceof Error ? new Error(error.message.replaceAll(temporary, path), { cause: error }) : error
}
