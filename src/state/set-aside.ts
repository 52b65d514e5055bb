import { lstat, readdir, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** So many of the newest copies stay. */
const copiesKept = 3

interface Copy {
  readonly path: string
  readonly number: number
}

/**
 * Moves a file of no use out of the way, to `PATH.set-aside.N` with the next number.
 * @returns where it is now; undefined where it is no regular file, or could not be moved
 */
export async function setAside(path: string): Promise<string | undefined> {
  try {
    if (!(await lstat(path)).isFile()) return undefined
    const copies = await copiesOf(path)
    const number = (copies.at(-1)?.number ?? 0) + 1
    const to = `${path}.set-aside.${number}`
    await rename(path, to)
    await removeOldest(copies, copiesKept - 1)
    return to
  } catch {
    return undefined
  }
}

/** In the order of their numbers. The one without a number is of a version that kept a single copy. */
async function copiesOf(path: string): Promise<readonly Copy[]> {
  const folder = dirname(path)
  const prefix = `${basename(path)}.set-aside`
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.startsWith(prefix))
    .flatMap(({ name }): Copy[] => {
      const [, number] = /^(?:\.([1-9]\d{0,8}))?$/.exec(name.slice(prefix.length)) ?? [undefined, undefined]
      if (number === undefined && name !== prefix) return []
      return [{ path: join(folder, name), number: Number(number ?? 0) }]
    })
    .toSorted((a, b) => a.number - b.number)
}

async function removeOldest(copies: readonly Copy[], kept: number): Promise<void> {
  for (const { path } of copies.slice(0, Math.max(0, copies.length - kept))) await unlink(path).catch(() => undefined)
}
