import { execFile } from 'node:child_process'
import process from 'node:process'
import { parseArgs, promisify } from 'node:util'
import { plantedFaults } from './faults.ts'

/** `npm run simulate:planted -- --seeds 50`: plants each fault by itself, and says which seed finds it by which promise. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '4' },
  },
})

const here = (path: string) => new URL(path, import.meta.url).pathname
const execute = promisify(execFile)
const wanted = values.only.split(',').filter(Boolean).map(Number)
let missed = 0
for (const [number, { name }] of plantedFaults.entries()) {
  if (wanted.length > 0 && !wanted.includes(number)) continue
  const found = await find(number)
  if (found === undefined) missed += 1
  process.stdout.write(`${number} ${name}: ${found ?? `not found in ${values.seeds} seeds`}\n`)
}
process.exitCode = missed > 0 ? 1 : 0

async function find(number: number): Promise<string | undefined> {
  const simulate = [
    here('../simulate.ts'),
    '--seeds',
    values.seeds,
    '--fleet',
    '20',
    '--every',
    values.every,
    '--no-shorten',
  ]
  const argv = ['--import', here('plant.ts'), ...simulate]
  const env = { ...process.env, PLANTED: String(number) }
  const { stdout } = await execute(process.execPath, argv, { env, maxBuffer: 2 ** 26 }).catch((error: unknown) => {
    if (error instanceof Error && 'stdout' in error && error.stdout !== '') return { stdout: String(error.stdout) }
    throw error
  })
  const [, broken] = /^broken: (.*)$/m.exec(stdout) ?? []
  const [seed] = [...stdout.matchAll(/^seed (\d+)/gm)].map(([, each]) => each).slice(-1)
  return broken === undefined ? undefined : `seed ${seed}, ${broken}`
}
