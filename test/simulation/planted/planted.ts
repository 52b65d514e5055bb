import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { readCommandLine } from '../../support/command-line.ts'
import { plantedFaults } from './faults.ts'
import { firstFound, type Planted } from './find.ts'
import { plantedRuleFaults } from './rule-faults.ts'
import { type Found, writeTable } from './table.ts'

const help = `Usage: npm run simulate:planted -- [options]

Plants each fault into the daemon's code or into the shipped rules, by itself, and says which seed finds it by which promise. A seed in which a
promise is broken without the fault too does not count.

  --seeds N    how many seeds of ten days may find it (50)
  --only 2,r0  only these faults, by their places from 0 in test/simulation/planted/faults.ts, and with r in rule-faults.ts
  --every N    hours between two cycles (4)
  --write      writes what was found to docs/reliability.md
`

const { values } = readCommandLine(help, {
  options: {
    seeds: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
  },
})

const here = (path: string) => new URL(path, import.meta.url).pathname
const folder = await mkdtemp(join(tmpdir(), 'planted-'))
const all = new Map<string, { readonly name: string; readonly planted: () => Promise<Planted> }>([
  ...plantedFaults.map(({ name }, i) => [String(i), { name, planted: async () => inCode(i) }] as const),
  ...plantedRuleFaults.map(({ name }, i) => [`r${i}`, { name, planted: () => inRules(i) }] as const),
])
const wanted = values.only === '' ? [...all.keys()] : values.only.split(',')
const results = new Map<string, Found | undefined>()
for (const [number, { name, planted }] of all) {
  if (!wanted.includes(number)) continue
  const found = await firstFound(await planted(), Number(values.seeds), ['--fleet', '20', '--every', values.every])
  results.set(name, found)
  const result = found ? `seed ${found.seed}, ${found.promise}` : `not found in ${values.seeds} seeds`
  process.stdout.write(`${number} ${name}: ${result}\n`)
  const names = [...all.values()].map((each) => each.name)
  if (values.write) await writeTable(names, results)
}
await rm(folder, { recursive: true })
process.exitCode = [...results.values()].includes(undefined) ? 1 : 0

function inCode(number: number): Planted {
  return { node: ['--import', here('plant.ts')], env: { PLANTED: String(number) }, both: [], flags: [] }
}

async function inRules(number: number): Promise<Planted> {
  const fault = plantedRuleFaults[number]
  const shipped = await readFile(here('../../../deploy/prometheus/rules.yaml'), 'utf8')
  const planted = fault && shipped.replace(fault.from, fault.to)
  if (planted === undefined || planted === shipped) throw new Error(`the rules no longer have: ${fault?.from}`)
  const file = join(folder, 'rules.yaml')
  await writeFile(file, planted)
  return { node: [], env: {}, both: ['--windows', '3'], flags: ['--rules', file] }
}
