import type { Output } from './cli/context.ts'
import { failureCodeOf } from './cli/failure-code.ts'
import { writerTo } from './cli/standard-output.ts'

// NO_COLOR wins. Node.js has it the other way round, and a warning of its own where both are set.
if (process.env['NO_COLOR']) delete process.env['FORCE_COLOR']

/**
 * Listens to the errors of standard output. A reader that closes its end, as in `check | head`, is not an error. Any other is told once, and
 * the process ends with the code in the end, whatever its command has found out.
 */
function tellLostOutput(code: number): void {
  let isTold = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isTold) return
    isTold = true
    process.stderr.write(`cannot write to standard output: ${error.message}\n`)
    endInAnyCaseWith(code)
  })
}

/** Ends the process with this code in the end, whatever else sets one. */
function endInAnyCaseWith(code: number): void {
  process.once('exit', () => {
    process.exitCode = code
  })
}

// The log must not end the daemon while a disk is full.
process.stderr.on('error', () => undefined)
const failureCode = failureCodeOf(process.argv[2])
tellLostOutput(failureCode)
// Node.js prints the error and ends with 1, which a monitoring system takes for a warning.
process.once('uncaughtExceptionMonitor', () => endInAnyCaseWith(failureCode))

function output(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  return {
    write: writerTo(stream),
    get unread() {
      return stream.writableLength
    },
    onRead: (listener) => {
      stream.on('drain', listener)
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      // A terminal without a size reports 0.
      return (stream.isTTY && stream.columns) || undefined
    },
  }
}

/** npm passes on a Ctrl-C that the whole process group already received. A second signal within a second is therefore ignored. */
const repetitionMs = 1_000

function firstInterruption(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined
    const interrupt = (signal: NodeJS.Signals) => {
      if (firstAt === undefined) firstAt = performance.now()
      else if (performance.now() - firstAt > repetitionMs) process.exit(signal === 'SIGINT' ? 130 : 143)
      resolve()
    }
    process.on('SIGTERM', interrupt)
    process.on('SIGINT', interrupt)
  })
}

const interrupted = firstInterruption()

// Loading the rest takes most of a second. A signal during this time needs a handler, because process 1 of a container ignores signals
// without one.
const [{ runCli }, { systemClock }] = await Promise.all([import('./cli/program.ts'), import('./clock.ts')])

/** How long a reader of the log may take before the process ends. */
const lastLinesMs = 500

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  nodeVersion: process.versions.node,
  clock: systemClock,
  random: Math.random,
  interrupted,
  onHangup: (listener) => {
    process.on('SIGHUP', listener)
  },
})

// Unread output would keep the process alive for as long as its reader stalls. Without a signal this is intended.
void interrupted.then(() => setTimeout(() => process.exit(), lastLinesMs).unref())
