import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { setups } from '../simulation/world/setups.ts'
import { type Figure, figure, tell, unmeasured } from './figure.ts'

const execute = promisify(execFile)
const program = new URL('../simulation/simulate.ts', import.meta.url).pathname
const days = 30

/** Days of each setup, in a process of its own. The start of that process does not count, its warming up does. */
export async function benchSimulation(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const setup of setups) figures.push(await benchSetup(setup))
  return figures
}

async function benchSetup(setup: string): Promise<Figure> {
  const what = `simulation: a day of hourly cycles, 50 certificates, ${setup}`
  tell(`simulation: ${days} virtual days, ${setup}`)
  const told = await outputOf(['--setup', setup, '--days', String(days), '--go-on'])
  const [, perMinute] = /^\d+ days, (\d+) in a minute/m.exec(told) ?? []
  if (perMinute === undefined) return unmeasured(what, 'it did not run: npm run simulate')
  return figure({ what, ours: 60_000 / Number(perMinute), unit: 'ms of CPU', target: { of: 'ours', atMost: 300 } })
}

/** A broken promise, after which it exits with an error, says nothing about its speed. */
async function outputOf(flags: readonly string[]): Promise<string> {
  try {
    return (await execute(process.execPath, [program, ...flags])).stdout
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
  }
}
