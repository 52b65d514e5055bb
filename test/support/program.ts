import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'

export interface Program {
  readonly pid: number
  /** All that it wrote so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves with the first match in what it writes; rejects where it ends without one. */
  saw(pattern: RegExp): Promise<RegExpExecArray>
  kill(signal: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | NodeJS.Signals>
}

export interface ProgramOptions {
  readonly cwd?: string
  /** Beside PATH and HOME, all that it sees of the environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program and listens to it. Whoever starts one ends it. */
export function startProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH, HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (child.pid === undefined) throw new Error(`${command} cannot be started`)
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text
  })
  const exit = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? 1)
  return {
    pid: child.pid,
    get stdout() {
      return written.stdout
    },
    get stderr() {
      return written.stderr
    },
    saw: (pattern) => firstMatch(child, written, pattern),
    kill: (signal) => child.kill(signal),
    exit: exit as Promise<number | NodeJS.Signals>,
  }
}

function firstMatch(
  child: ChildProcess,
  written: { readonly stdout: string; readonly stderr: string },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      child.stdout?.off('data', look)
      child.stderr?.off('data', look)
      child.off('close', ended)
    }
    const look = () => {
      const match = pattern.exec(written.stdout) ?? pattern.exec(written.stderr)
      if (!match) return
      stop()
      resolve(match)
    }
    const ended = (code: number | null) => {
      look()
      reject(new Error(`it ended with ${code} and never wrote ${pattern}:\n${written.stdout}${written.stderr}`))
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('close', ended)
    look()
  })
}

/** The daemon and its other commands, in the bundle of this run. */
export function startExporter(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Program {
  const { TEST_RUN_BUNDLE: bundle, TEST_RUN_FOLDER: folder } = process.env
  if (bundle === undefined || folder === undefined) return startFromSources(args, env)
  return startProgram(process.execPath, [...nodeOptions, bundle, ...args], {
    env: { NODE_COMPILE_CACHE: join(folder, 'compile-cache'), ...env },
  })
}

/**
 * With the option of V8 that the image and the systemd unit give it, and with the heap that V8 takes under the chart's limit of 256 MiB: half
 * of it. With the heap of a large machine V8 collects garbage late, so that its memory says more of the machine than of what is needed.
 */
export function startAsShipped(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  return startExporter(args, env, ['--max-semi-space-size=2', '--max-old-space-size=128'])
}

/** The same as `npm start` starts them: each file by itself. */
export function startFromSources(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  return startProgram(process.execPath, ['--import', './src/needs-node-24.mjs', 'src/main.ts', ...args], { env })
}
