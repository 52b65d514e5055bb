import { execFile } from 'node:child_process'
import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file system of its own that can be made to hang: whoever writes to it waits in the kernel, out of reach of any signal. */
export interface FreezableDisk {
  /** Where it is mounted. */
  readonly folder: string
  freeze(): Promise<void>
  /** Nothing happens where it is not frozen. */
  thaw(): Promise<void>
  remove(): Promise<void>
}

/**
 * Needs root and a loop device, which many containers lack.
 * @returns undefined where there is none, which is said on stderr with what stands in
 */
export async function freezableDisk(folder: string, standIn: string): Promise<FreezableDisk | undefined> {
  const image = join(folder, 'disk.img')
  const mounted = join(folder, 'disk')
  try {
    await mkdir(mounted, { recursive: true })
    await writeFile(image, '')
    await truncate(image, 16 * 1024 * 1024)
    await run('mkfs.ext4', ['-q', image])
    await run('mount', ['-o', 'loop', image, mounted])
  } catch (error) {
    process.stderr.write(`no disk can be frozen here (${firstLine(error)}): ${standIn} stands in\n`)
    return undefined
  }
  const thaw = () => run('fsfreeze', ['--unfreeze', mounted]).then(ignore, ignore)
  return {
    folder: mounted,
    freeze: () => run('fsfreeze', ['--freeze', mounted]).then(ignore),
    thaw,
    async remove() {
      await thaw()
      await run('umount', [mounted])
    },
  }
}

function ignore(): void {
  // What cannot be thawed was not frozen.
}

function firstLine(error: unknown): string {
  return String(error).split('\n', 1)[0] ?? ''
}
