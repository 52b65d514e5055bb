import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Figure, figure, tell, unmeasured } from './figure.ts'

const execute = promisify(execFile)
const what = 'simulation: a day of hourly cycles, 50 certificates'
const program = new URL('../simulation/simulate.ts', import.meta.url).pathname

/** Thirty days of three seeds, in a process of their own. The start of that process does not count, its warming up does. */
export async function benchSimulation(): Promise<readonly Figure[]> {
  tell('simulation: 90 virtual days')
  const argv = [program, '--seeds', '3', '--days', '30', '--no-shorten']
  try {
    const { stdout } = await execute(process.execPath, argv)
    const [, perMinute] = /^\d+ days, (\d+) in a minute/m.exec(stdout) ?? []
    const target = { of: 'ours', atMost: 300 } as const
    return [figure({ what, ours: 60_000 / Number(perMinute), unit: 'ms of CPU', target })]
  } catch {
    return [unmeasured(what, 'a promise was broken, or it did not run: npm run simulate -- --seeds 3 --days 30')]
  }
}
