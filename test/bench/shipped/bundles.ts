import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { nodeFlags } from './as-shipped.ts'

const run = promisify(execFile)
const rolldown = resolve('node_modules/.bin/rolldown')

/** The revision with which an unchanged cycle is compared. */
export const earlierRevision = '97604b1'

/** A program that is ready to be started, with what it needs in its environment. */
export interface Bundle {
  readonly program: string
  readonly env: Readonly<Record<string, string>>
}

/** The present sources as the image has them: in chunks, with a compile cache. */
export async function presentBundle(folder: string): Promise<Bundle> {
  const app = join(folder, 'app')
  await run(rolldown, ['-c', 'bundle/image.config.ts', '--dir', app])
  const chunks = (await readdir(join(app, 'chunks'))).map((name) => join(app, 'chunks', name))
  await withoutPace(chunks)
  const bundle = { program: join(app, 'cloudflare-cert-exporter.mjs'), cache: join(app, 'compile-cache') }
  await run(process.execPath, [...nodeFlags, resolve('bundle/compile-cache.ts'), bundle.program, bundle.cache])
  return { program: bundle.program, env: { NODE_COMPILE_CACHE: bundle.cache } }
}

/**
 * What `npm run build` made of an earlier revision, with today's packages. Undefined where there is no git, or where the history does not go
 * back so far.
 */
export async function earlierBundle(folder: string): Promise<Bundle | undefined> {
  const sources = join(folder, earlierRevision)
  const archive = join(folder, 'earlier.tar')
  try {
    await run('git', ['archive', '--output', archive, earlierRevision])
  } catch {
    return undefined
  }
  await mkdir(sources)
  await run('tar', ['-xf', archive, '-C', sources])
  await symlink(resolve('node_modules'), join(sources, 'node_modules'))
  const program = join(folder, 'earlier.mjs')
  await run(rolldown, ['-c', '--file', program], { cwd: sources })
  await withoutPace([program])
  return { program, env: {} }
}

const pace = /perSecond: \(requestsPer5m - capacity\) \/ windowSeconds/

/** At the pace of the product a cycle over a thousand zones takes minutes, of which none is work. */
async function withoutPace(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const text = await readFile(file, 'utf8')
    if (!pace.test(text)) continue
    await writeFile(file, text.replace(pace, 'capacity: 1e9, perSecond: 1e9'))
    return
  }
  throw new Error('the pace is no longer written as this bench knows it')
}
