import type { Output } from './cli/context.ts'

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has gone away (`check | head`) is no fault.
  stream.on('error', () => undefined)
  return {
    write: (text) => {
      stream.write(text)
    },
    get unread() {
      return stream.writableLength
    },
    onRead: (listener) => {
      stream.on('drain', listener)
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      // A terminal that has no size says 0.
      return (stream.isTTY && stream.columns) || undefined
    },
  }
}

/** npm passes on the Ctrl-C that the whole process group got: a repetition within a second is no second wish. */
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

// Loading the rest takes most of a second. A signal during it must find its handler: the first process of a container would not
// even notice one that it has none for.
const [{ runCli }, { systemClock }] = await Promise.all([import('./cli/program.ts'), import('./clock.ts')])

/** For so long who reads along may take what was written before the end. */
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

// What nobody reads would keep the process alive for as long as the reader is stalled. Without a signal it is what was asked for.
void interrupted.then(() => setTimeout(() => process.exit(), lastLinesMs).unref())
