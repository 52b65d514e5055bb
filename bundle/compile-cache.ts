import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'

// node FLAGS… compile-cache.ts PROGRAM FOLDER
//
// Makes V8's cache of the compiled program for the image, by running the daemon against `demo` until it has done a cycle and served a
// scrape, and then sees that a second start takes all of it from there. V8 uses a cache only with the same Node.js, the same flags, the
// same paths and the same user id as those it was made with, so this runs in the image, with the flags of its entrypoint. Where they
// differ, the program runs as well, and starts more slowly.

const [program = '', folder = ''] = process.argv.slice(2)
const longestWaitMs = 120_000

interface Running {
  readonly child: ChildProcess
  readonly output: () => string
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const { NODE_COMPILE_CACHE: _, ...rest } = process.env
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], { env: { ...rest, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return { child, output: () => output }
}

async function saw({ child, output }: Running, pattern: RegExp): Promise<RegExpExecArray> {
  const deadline = Date.now() + longestWaitMs
  for (;;) {
    const match = pattern.exec(output())
    if (match) return match
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it never wrote ${pattern}:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function stop({ child }: Running): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** The configuration of `demo`, for another daemon beside it. */
async function configurationBeside(demo: Running): Promise<string> {
  const [, path = ''] = await saw(demo, /validate --online --config (\S+)/)
  const config = join(dirname(path), 'beside.yaml')
  const text = await readFile(path, 'utf8')
  await writeFile(config, text.replace(/^ {2}listen: .*$/m, '  listen: 127.0.0.1:0'))
  return config
}

async function fill(config: string): Promise<void> {
  const daemon = start(['run', '--config', config], { NODE_COMPILE_CACHE: folder })
  const [, url = ''] = await saw(daemon, /"event":"started".*?"url":"([^"]+)"/)
  await saw(daemon, /"event":"cycle_done"/)
  for (const path of ['/metrics', '/readyz']) await (await fetch(`${url}${path}`)).arrayBuffer()
  await stop(daemon)
}

/** @throws if a file of the program is compiled again */
async function check(config: string): Promise<void> {
  const daemon = start(['run', '--config', config], { NODE_COMPILE_CACHE: folder, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' })
  await saw(daemon, /"event":"started"/)
  await stop(daemon)
  const lines = daemon.output().split('\n')
  const accepted = lines.filter((line) => line.includes('was accepted'))
  // After the dots stands what became of it. Before them is the file's name, which may have any word in it.
  const refused = lines.filter((line) => /was (?:rejected|not)|reading cache .*\.\.\.[^/]*(?:mismatch|fail)/.test(line))
  if (accepted.length === 0 || refused.length > 0) throw new Error(`the cache is not used:\n${refused.join('\n')}`)
  process.stdout.write(`${accepted.length} files of the program start from the compile cache\n`)
}

/** Node.js makes files that nobody else can read. */
async function makeReadable(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444)
}

const state = await mkdtemp(join(tmpdir(), 'compile-cache-'))
process.env['CLOUDFLARE_CERT_EXPORTER_STATE'] = join(state, 'state.json')
const demo = start(['demo', '--listen', '127.0.0.1:0'])
try {
  const config = await configurationBeside(demo)
  await fill(config)
  await makeReadable(folder)
  await check(config)
} finally {
  await stop(demo)
  await rm(state, { recursive: true })
}
