import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs, promisify } from 'node:util'
import { plantedFaults } from './faults.ts'
import { plantedRuleFaults } from './rule-faults.ts'

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
const wanted = values.only.split(',').filter(Boolean)
const folder = await mkdtemp(join(tmpdir(), 'planted-'))
let missed = 0
for (const [number, { name }] of plantedFaults.entries())
  if (isWanted(String(number))) tell(`${number} ${name}`, await findInCode(number))
for (const [number, { name }] of plantedRuleFaults.entries())
  if (isWanted(`r${number}`)) tell(`r${number} ${name}`, await findInRules(number))
await rm(folder, { recursive: true })
process.exitCode = missed > 0 ? 1 : 0

function isWanted(number: string): boolean {
  return wanted.length === 0 || wanted.includes(number)
}

function tell(fault: string, found: string | undefined): void {
  if (found === undefined) missed += 1
  process.stdout.write(`${fault}: ${found ?? `not found in ${values.seeds} seeds`}\n`)
}

function findInCode(number: number): Promise<string | undefined> {
  return find(['--import', here('plant.ts'), here('../simulate.ts')], { PLANTED: String(number) })
}

async function findInRules(number: number): Promise<string | undefined> {
  const fault = plantedRuleFaults[number]
  const shipped = await readFile(here('../../../deploy/prometheus/rules.yaml'), 'utf8')
  const planted = fault && shipped.replace(fault.from, fault.to)
  if (planted === undefined || planted === shipped) throw new Error(`the rules no longer have: ${fault?.from}`)
  const file = join(folder, 'rules.yaml')
  await writeFile(file, planted)
  return find([here('../simulate.ts'), '--windows', '3', '--rules', file], {})
}

async function find(argv: readonly string[], env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const { seeds, every } = values
  const simulate = [...argv, '--seeds', seeds, '--fleet', '20', '--every', every, '--no-shorten']
  const { stdout } = await execute(process.execPath, simulate, {
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  }).catch((error: unknown) => {
    if (error instanceof Error && 'stdout' in error && error.stdout !== '') return { stdout: String(error.stdout) }
    throw error
  })
  const [, broken] = /^broken: (.*)$/m.exec(stdout) ?? []
  const [seed] = [...stdout.matchAll(/^seed (\d+)/gm)].map(([, each]) => each).slice(-1)
  return broken === undefined ? undefined : `seed ${seed}, ${broken}`
}
