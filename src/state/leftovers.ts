import { lstat, readdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** No write takes so long, unless its disk hangs: then it fails, and is made again. */
const oldAfterMs = 10 * 60_000

/**
 * Removes the temporary files of processes that were killed while they wrote. How old one is, the file system's own clock says: the
 * state file has just been written.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path)
  const { mtimeMs: now } = await lstat(path)
  const entries = await readdir(folder, { withFileTypes: true })
  const candidates = entries.filter((entry) => entry.isFile() && isTemporary(entry.name, basename(path)))
  for (const { name } of candidates) {
    const file = join(folder, name)
    const { mtimeMs } = await lstat(file)
    if (now - mtimeMs >= oldAfterMs) await unlink(file)
  }
}

/** As `replace.ts` names them; the one without a random part is of a version before. */
function isTemporary(name: string, stateName: string): boolean {
  if (name === `${stateName}.tmp`) return true
  return name.startsWith(`${stateName}.`) && /^[0-9a-f]{8}-[0-9a-f-]{27}\.tmp$/.test(name.slice(stateName.length + 1))
}
