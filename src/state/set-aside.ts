import { basename, dirname, join } from 'node:path'
import { type FileSystem, systemFiles } from './file-system.ts'

/** The number of copies to keep. */
const copiesKept = 3

interface Copy {
  readonly path: string
  readonly number: number
}

/**
 * Moves a file that cannot be used to `PATH.set-aside.N`, with the next number.
 * @returns its new path, or undefined if it is not a regular file or cannot be moved
 */
export async function setAside(path: string, files: FileSystem = systemFiles): Promise<string | undefined> {
  try {
    if (!(await files.lstat(path)).isFile()) return undefined
    const copies = await copiesOf(path, files)
    const number = (copies.at(-1)?.number ?? 0) + 1
    const to = `${path}.set-aside.${number}`
    await files.rename(path, to)
    await removeOldest(copies, copiesKept - 1, files)
    return to
  } catch {
    return undefined
  }
}

/** Sorts by number. The name without a number is from a version that kept one copy. */
async function copiesOf(path: string, files: FileSystem): Promise<readonly Copy[]> {
  const folder = dirname(path)
  const prefix = `${basename(path)}.set-aside`
  const entries = await files.readdir(folder)
  return entries
    .filter((entry) => entry.isFile() && entry.name.startsWith(prefix))
    .flatMap(({ name }): Copy[] => {
      const [, number] = /^(?:\.([1-9]\d{0,8}))?$/.exec(name.slice(prefix.length)) ?? [undefined, undefined]
      if (number === undefined && name !== prefix) return []
      return [{ path: join(folder, name), number: Number(number ?? 0) }]
    })
    .toSorted((a, b) => a.number - b.number)
}

async function removeOldest(copies: readonly Copy[], kept: number, files: FileSystem): Promise<void> {
  for (const { path } of copies.slice(0, Math.max(0, copies.length - kept)))
    await files.unlink(path).catch(() => undefined)
}
