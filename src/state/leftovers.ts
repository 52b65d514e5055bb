import { basename, dirname, join } from 'node:path'
import { type FileSystem, systemFiles } from './file-system.ts'

/** A write never takes this long. If the disk hangs, it fails earlier and is made again. */
const oldAfterMs = 10 * 60_000

/**
 * Removes the temporary files of processes that were killed during a write. Their age is compared with the state file, which was just
 * written, so only the clock of the file system counts.
 */
export async function removeLeftovers(path: string, files: FileSystem = systemFiles): Promise<void> {
  const folder = dirname(path)
  const { mtimeMs: now } = await files.lstat(path)
  const entries = await files.readdir(folder)
  const candidates = entries.filter((entry) => entry.isFile() && isTemporary(entry.name, basename(path)))
  for (const { name } of candidates) {
    const file = join(folder, name)
    const { mtimeMs } = await files.lstat(file)
    if (now - mtimeMs >= oldAfterMs) await files.unlink(file)
  }
}

/** Matches the names that `replace.ts` makes. The form without a random part is from an older version. */
function isTemporary(name: string, stateName: string): boolean {
  if (name === `${stateName}.tmp`) return true
  return name.startsWith(`${stateName}.`) && /^[0-9a-f]{8}-[0-9a-f-]{27}\.tmp$/.test(name.slice(stateName.length + 1))
}
