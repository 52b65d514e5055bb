import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { build } from 'rolldown'
import config, { workerCode, workerName } from '../../rolldown.config.ts'

const cache = 'node_modules/.cache/test-bundles'
const file = 'cloudflare-cert-exporter.mjs'
const keptMs = 86_400_000

/** That of this run, to be looked at or started. THIRD-PARTY-NOTICES lies beside it. */
export async function bundleOfThisRun(): Promise<string> {
  return process.env['TEST_RUN_BUNDLE'] ?? (await bundleOfTheSources())
}

/** The program in one file, which starts in half the time of its sources. It is built once for the same sources. */
export async function bundleOfTheSources(): Promise<string> {
  const folder = join(process.cwd(), cache, await digestOfTheSources())
  if (!existsSync(folder)) await buildInto(folder)
  await utimes(folder, new Date(), new Date())
  await forgetTheOld()
  return join(folder, file)
}

async function digestOfTheSources(): Promise<string> {
  const hash = createHash('sha256')
  const sources = globSync([
    'src/**/*.{ts,mjs}',
    'bundle/**',
    // The program serves them.
    'docs/runbooks/*.md',
    'rolldown.config.ts',
    'test/run/bundle.ts',
    'package-lock.json',
    'package.json',
  ])
  for (const path of sources.sort())
    if ((await stat(path)).isFile())
      hash
        .update(`${path}\0`)
        .update(await readFile(path))
        .update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** Where a worker lies beside that program, in one file as well. */
export function workerBeside(bundle: string, urlModule: string): string {
  return join(dirname(bundle), `${workerName(urlModule)}-worker.mjs`)
}

/** By a name of its own, since two runs may build at once. */
async function buildInto(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`
  await mkdir(unfinished, { recursive: true })
  const bundle = join(unfinished, file)
  await build({ ...config, output: { ...config.output, file: bundle } })
  for (const urlModule of globSync('src/**/*-worker-url.ts'))
    await writeFile(workerBeside(bundle, urlModule), await workerCode(urlModule))
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }))
}

async function forgetTheOld(): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    // Another run may have renamed it in the meantime.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > keptMs) await rm(path, { recursive: true, force: true })
  }
}
