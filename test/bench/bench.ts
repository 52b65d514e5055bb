import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchCycle } from './cycle.ts'
import type { Figure } from './figure.ts'
import { benchHostileConfiguration } from './hostile-configuration.ts'
import { benchMemory } from './memory.ts'
import { benchPage } from './page.ts'
import { benchScrape } from './scrape.ts'
import { benchStart } from './start.ts'

const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: benchStart,
  scrape: benchScrape,
  cycle: benchCycle,
  memory: benchMemory,
  configuration: benchHostileConfiguration,
  page: () => benchPage(10_000),
}

const help = `npm run bench -- [PART…] [--json FILE]

Measures against a reference of the same run, and against the targets of a fleet of 10,000 certificates. All of it takes some five
minutes; what it is doing stands on stderr, the table on stdout.

  ${Object.keys(parts).join(', ')}    what to measure; without a word, all
  --json FILE    write the figures to a file too
  --help         print this
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean' } },
})
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))
if (values.help || unknown.length > 0) {
  process.stdout.write(unknown.length > 0 ? `there is no part ${unknown.join(', ')}\n\n${help}` : help)
  process.exit(unknown.length > 0 ? 1 : 0)
}

const figures: Figure[] = []
for (const [name, bench] of Object.entries(parts))
  if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await bench()))

const machine = { node: process.versions.node, cpu: cpus()[0]?.model, cores: cpus().length }
if (values.json) await writeFile(values.json, `${JSON.stringify({ ...machine, figures }, undefined, 2)}\n`)
// biome-ignore lint/suspicious/noConsole: a table on the terminal is what a benchmark is for
console.table(figures)
process.stdout.write(`Node.js ${machine.node}, ${machine.cores} x ${machine.cpu}\n`)
process.exit()
