import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Program, startProgram } from '../../support/program.ts'
import type { SimulatorProcess } from '../simulator-process.ts'

export interface Reference {
  readonly pid: number
  /** The address of its metrics. */
  readonly url: string
  readonly program: Program
  stop(): Promise<void>
}

/** The script that somebody would write in an afternoon, once it knows all certificates. */
export async function startNaiveScript({ baseUrl, token, zones }: SimulatorProcess): Promise<Reference> {
  const reference = await start('naive-script.ts', [baseUrl, token, ...zones])
  await reference.program.saw(/all known/)
  return reference
}

/** Nothing but prom-client's default metrics. */
export function startBarePromClient(): Promise<Reference> {
  return start('bare-prom-client.ts', [])
}

async function start(file: string, args: readonly string[]): Promise<Reference> {
  const program = startProgram(process.execPath, [new URL(file, import.meta.url).pathname, ...args])
  const [, port] = await program.saw(/listening on (\d+)/)
  return {
    pid: program.pid,
    url: `http://127.0.0.1:${port}`,
    program,
    async stop() {
      program.kill('SIGTERM')
      await program.exit
    },
  }
}

const startsAtOnce = 5

/** Milliseconds of processor time of one `node -e 0`, from its first to its last instruction. The shell counts in hundredths of a second. */
export async function bareNodeCpuMs(): Promise<number> {
  const script = `i=0; while [ $i -lt ${startsAtOnce} ]; do "$0" -e 0; i=$((i+1)); done; cat /proc/$$/stat`
  const { stdout } = await promisify(execFile)('sh', ['-c', script, process.execPath])
  // The fields after the name, from the third on: those of waited-for children are the 16th and the 17th.
  const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[13]) + Number(fields[14])) * 10) / startsAtOnce
}
