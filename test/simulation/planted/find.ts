import { execFile } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'
import type { Found } from './table.ts'

const execute = promisify(execFile)
const program = new URL('../simulate.ts', import.meta.url).pathname

/** How the simulation is run with a fault. */
export interface Planted {
  /** For Node.js. */
  readonly node: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** For the simulation, with the fault. */
  readonly flags: readonly string[]
  /** For the simulation, with and without the fault. */
  readonly both: readonly string[]
}

/**
 * The first seed that breaks a promise with the fault, and none without it. Undefined: there is none.
 * @param last the seeds are those from 1 to this one
 */
export async function firstFound(planted: Planted, last: number, world: readonly string[]): Promise<Found | undefined> {
  for (let seed = 1; seed <= last; seed++) {
    const found = await firstBroken(seed, last, [...world, ...planted.both, ...planted.flags], planted)
    if (!found) return undefined
    const without = await firstBroken(found.seed, found.seed, [...world, ...planted.both])
    if (!without) return found
    process.stderr.write(`seed ${found.seed} breaks a promise without a fault: ${without.promise}\n`)
    seed = found.seed
  }
  return undefined
}

async function firstBroken(
  from: number,
  to: number,
  flags: readonly string[],
  { node, env }: Pick<Planted, 'node' | 'env'> = { node: [], env: {} },
): Promise<Found | undefined> {
  const seeds = ['--seed', String(from), '--seeds', String(to - from + 1), '--no-shorten']
  const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 }
  const { stdout } = await execute(process.execPath, [...node, program, ...seeds, ...flags], options).catch(
    (error: unknown) => {
      if (error instanceof Error && 'stdout' in error && error.stdout !== '') return { stdout: String(error.stdout) }
      throw error
    },
  )
  const [, promise] = /^broken: (.*), day \d+ [\d:]+$/m.exec(stdout) ?? []
  const [seed] = [...stdout.matchAll(/^seed (\d+)/gm)].map(([, each]) => Number(each)).slice(-1)
  return promise === undefined || seed === undefined ? undefined : { seed, promise }
}
