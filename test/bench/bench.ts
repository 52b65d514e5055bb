import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { readCommandLine, refuse } from '../support/command-line.ts'
import { benchBusyScrape } from './busy-scrape.ts'
import { benchCycle } from './cycle.ts'
import type { Figure } from './figure.ts'
import { benchFirstCycle } from './first-cycle.ts'
import { benchHostileConfiguration } from './hostile-configuration.ts'
import { benchIdle } from './idle.ts'
import { benchLargeFleet } from './large-fleet.ts'
import { benchPage } from './page.ts'
import { benchParse } from './parse.ts'
import { benchScrape } from './scrape.ts'
import { Shipped } from './shipped/shipped.ts'
import { benchSimulation } from './simulation.ts'
import { benchSmallScrape } from './small-scrape.ts'
import { benchStart } from './start.ts'
import { benchUnchangedCycle } from './unchanged-cycle.ts'
import { tableOf, writeDocs } from './write-docs.ts'

const shipped = new Shipped()

const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  parse: benchParse,
  first: () => benchFirstCycle(shipped),
  unchanged: () => benchUnchangedCycle(shipped),
  idle: () => benchIdle(shipped),
  served: () => benchSmallScrape(shipped),
  busy: () => benchBusyScrape(shipped),
  large: () => benchLargeFleet(shipped),
  start: benchStart,
  scrape: benchScrape,
  cycle: benchCycle,
  configuration: benchHostileConfiguration,
  page: () => benchPage(10_000),
  simulation: benchSimulation,
}

const help = `npm run bench -- [PART…] [--json FILE] [--write]

Measures against a reference of the same run, and against the targets. All of it takes some seven minutes on a quiet machine; what it is
doing stands on stderr, the table on stdout. Processor time is that of the process itself, from /proc, so it needs Linux.

The daemon as the image has it, beside node -e 0, prom-client, a naive script and an earlier revision:
  parse          one certificate
  first          the start, and the first cycle over 1,000 certificates; memory
  unchanged      a cycle that finds nothing new
  idle           nothing to do
  served         scrapes of 100 and 1,000 certificates
  busy           scrapes while cycles run
  large          10,000 certificates in 1,000 zones
Its parts by themselves:
  start          from the start until it listens, the single file and a checkout
  scrape         one scrape of 1 to 50,000 certificates, everything new, the event loop
  cycle          requests, and the event loop, at 10,000 certificates
  configuration  a hostile configuration
  page           the page at 10,000 certificates
And what proves it:
  simulation     a virtual day of the simulation, in each setup

Without a part, all of them.
  --json FILE    write the figures to a file too
  --write        write the table to docs/performance.md
  --help         print this
`

const { values, positionals } = readCommandLine(help, {
  allowPositionals: true,
  options: { json: { type: 'string' }, write: { type: 'boolean' } },
})
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) refuse(`There is no part ${unknown.join(', ')}.`, help)

const loadBefore = loadavg()[0] ?? Number.NaN
const figures: Figure[] = []
try {
  for (const [name, bench] of Object.entries(parts))
    if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await bench()))
} finally {
  await shipped.close()
}

const loadAfter = loadavg()[0] ?? Number.NaN
const machine = { node: process.versions.node, cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, loadAfter }
// By itself the bench makes a load of one to two.
const load = `with a load of ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} at the end`
const sentence = `Node.js ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${load}.`
if (values.json) await writeFile(values.json, `${JSON.stringify({ ...machine, figures }, undefined, 2)}\n`)
if (values.write) await writeDocs(figures, sentence)
process.stdout.write(`${tableOf(figures)}\n\n${sentence}\n`)
process.exit()
