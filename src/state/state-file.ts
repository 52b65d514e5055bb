import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type DroppedEntries, readState, type State } from './format.ts'

export type Restoration =
  | { readonly kind: 'restored'; readonly state: State; readonly dropped: DroppedEntries | undefined }
  | { readonly kind: 'absent' }
  /** The file is there and of no use; it was moved out of the way where that was possible. */
  | { readonly kind: 'set_aside'; readonly detail: string; readonly to: string | undefined }

/** Ten thousand certificates are 10 MB. */
const largestFile = 256 * 1024 * 1024

/** Reads what the last process left. Never throws: a start does not depend on it. */
export async function restoreState(path: string): Promise<Restoration> {
  try {
    const { size } = await stat(path)
    if (size > largestFile) return await setAside(path, `it has ${size} bytes`)
    const reading = readState(await readFile(path, 'utf8'))
    if (!reading.ok) return await setAside(path, reading.detail)
    return { kind: 'restored', state: reading.state, dropped: reading.dropped }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'absent' }
    return setAside(path, `it cannot be read: ${codeOf(error)}`)
  }
}

async function setAside(path: string, detail: string): Promise<Restoration> {
  const to = `${path}.set-aside`
  const moved = await rename(path, to).then(
    () => true,
    () => false,
  )
  return { kind: 'set_aside', detail, to: moved ? to : undefined }
}

/**
 * Replaces the file as a whole: whoever reads it, after a crash too, finds the old text or the new one.
 * @param slices of the text; each is made while nothing is being written, and everybody else has a turn in between
 * @throws the system's error
 */
export async function replaceState(path: string, slices: Iterable<string | Uint8Array>): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = `${path}.tmp`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(slices)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
  await syncFolder(folder)
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
