import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { run } from './run.ts'
import { shortened } from './shorten.ts'
import { storyOf } from './story-text.ts'

/** `npm run simulate -- --seed 1 --seeds 50 --days 10 --fleet 50 --every 1`: so many seeds, one after the other, until one breaks a promise. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '10' },
    fleet: { type: 'string', default: '50' },
    every: { type: 'string', default: '1' },
    without: { type: 'string', default: '' },
    shorten: { type: 'boolean', default: true },
  },
  allowNegative: true,
})

const first = Number(values.seed)
const before = process.cpuUsage()
let days = 0
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const without = values.without.split(',').filter(Boolean)
  const result = await run({
    seed,
    days: Number(values.days),
    fleet: Number(values.fleet),
    every: Number(values.every),
    without,
  })
  days += result.days
  process.stdout.write(`${storyOf(result)}\n`)
  if (!result.violation) continue
  process.exitCode = 1
  if (values.shorten) await keep(seed, result)
  break
}
const { user, system } = process.cpuUsage(before)
const minutes = (user + system) / 60e6
process.stdout.write(`${days.toFixed(0)} days, ${(days / minutes).toFixed(0)} in a minute of the processor\n`)

async function keep(seed: number, failed: Parameters<typeof shortened>[0]): Promise<void> {
  const short = await shortened(failed)
  const file = new URL(`seeds/${seed}.json`, import.meta.url)
  await writeFile(file, `${JSON.stringify({ ...short.options, broke: short.violation?.invariant }, undefined, 2)}\n`)
  process.stdout.write(
    `\nThe same, as short as it gets, kept in test/simulation/seeds/${seed}.json:\n${storyOf(short)}\n`,
  )
}
