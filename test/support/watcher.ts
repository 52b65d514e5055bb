import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { type Scrape, scrape } from '../reliability/support/scrape.ts'
import { type Program, startExporter } from './program.ts'
import { replaceFile } from './replace-file.ts'

export interface LogLine {
  readonly event?: string
  readonly msg: string
  readonly [field: string]: unknown
}

/** The daemon as a process of its own, with a configuration as a person would write it. */
export interface Watcher {
  /** `HOST:PORT` */
  readonly host: string
  /** What it has logged so far, since it was last started. */
  readonly log: readonly LogLine[]
  logged(event: string): readonly LogLine[]
  scrape(): Promise<Scrape>
  /** What it shows once a full cycle is over: that of the start. */
  firstCycle(): Promise<Scrape>
  /** What it shows once a full cycle is over that began after this call. */
  cycle(): Promise<Scrape>
  /** Replaces a file beside the configuration. */
  write(name: string, content: string): Promise<void>
  /** Ends it without a warning. */
  kill(): Promise<void>
  /** Ends it as a service manager does. */
  stop(): Promise<void>
  /** Starts it again, and resolves as soon as it listens. */
  start(): Promise<void>
  close(): Promise<void>
}

/** As often as the test's patience allows on a machine that others use as well. */
export const patience = { timeout: 30_000, interval: 100 }

/** What a daemon finds beside its configuration: files by their names, variables of its environment. */
export interface Surroundings {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Starts it and resolves as soon as it listens.
 * @param lines the configuration, without where it listens
 */
export async function startWatcher(lines: readonly string[], { files = {}, env = {} }: Surroundings): Promise<Watcher> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-watcher-'))
  const write = (name: string, content: string) => replaceFile(join(folder, name), content)
  const path = join(folder, 'config.yaml')
  await write('config.yaml', `${[...lines, 'server: {listen: "127.0.0.1:0"}'].join('\n')}\n`)
  for (const [name, content] of Object.entries(files)) await write(name, content)
  let running = await begin(path, env)

  async function end(signal: NodeJS.Signals): Promise<void> {
    running.program.kill(signal)
    await running.program.exit
  }
  const logOf = () => readLog(running.program.stderr)
  const look = () => scrape(running.url)

  return {
    get host() {
      return new URL(running.url).host
    },
    get log() {
      return logOf()
    },
    logged: (event) => logOf().filter((line) => line.event === event),
    scrape: look,
    firstCycle: () => afterCycle(look, 0),
    cycle: () => afterCycle(look, Date.now() / 1000),
    write,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async start() {
      running = await begin(path, env)
    },
    async close() {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function begin(
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly program: Program; readonly url: string }> {
  const program = startExporter(['run', '--config', path], env)
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  return { program, url }
}

function readLog(written: string): readonly LogLine[] {
  // The last line may be written by half.
  return written
    .split('\n')
    .slice(0, -1)
    .map((line): LogLine => JSON.parse(line))
}

function afterCycle(look: () => Promise<Scrape>, since: number): Promise<Scrape> {
  return vi.waitFor(async () => {
    const shown = await look()
    const ended = shown.value('cloudflare_cert_exporter_last_cycle_timestamp_seconds')
    const took = shown.value('cloudflare_cert_exporter_last_cycle_duration_seconds') ?? 0
    if (ended === undefined || ended - took < since) throw new Error('no such cycle is over yet')
    return shown
  }, patience)
}
