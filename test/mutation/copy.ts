import { rmSync } from 'node:fs'
import { cp, mkdtemp, readdir, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const left = new Set(['node_modules', '.git', 'dist', 'coverage'])

/** A copy of the checkout to break things in, so that nothing is ever broken in the checkout itself. */
export async function copyOfTheCheckout(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-mutation-'))
  for (const name of await readdir('.'))
    if (!left.has(name)) await cp(name, join(folder, name), { recursive: true, verbatimSymlinks: true })
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}
