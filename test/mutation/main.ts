import process from 'node:process'
import { parseArgs } from 'node:util'
import { copyOfTheCheckout } from './copy.ts'
import type { Mutant } from './mutants.ts'
import { importGraph, testsOf } from './related-tests.ts'
import { sampleOf } from './sample.ts'
import { type Outcome, Trial } from './trial.ts'

const { values, positionals: places } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '40' }, seed: { type: 'string' }, list: { type: 'boolean' } },
})
if (places.length === 0) {
  process.stderr.write('usage: npm run mutation -- src/FOLDER… [--sample 40] [--seed N] [--list]\n')
  process.exit(1)
}
const say = (line: string) => process.stdout.write(`${line}\n`)

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const samples = places.map((place) => ({ place, ...sampleOf(place, Number(values.sample), seed) }))
if (values.list) {
  for (const { mutants } of samples) for (const mutant of mutants) say(described(mutant))
  process.exit()
}

const graph = importGraph()
const { folder, remove } = await copyOfTheCheckout()
const trial = new Trial(folder)
const end = async () => {
  trial.close()
  await remove()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().then(() => process.exit(1)))

const results: string[] = []
for (const { place, mutants, all } of samples) {
  say(`${mutants.length} of ${all} changes of ${place}, --seed ${seed}`)
  const outcomes = new Map<Outcome, Mutant[]>()
  for (const [number, mutant] of mutants.entries()) {
    const outcome = await trial.of(mutant, testsOf(mutant.path, graph))
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), mutant])
    say(`${number + 1}/${mutants.length} ${outcome}: ${described(mutant)}`)
  }
  results.push(...resultOf(place, mutants.length, outcomes))
}
await end()
say(`\n${results.join('\n')}`)
if (trial.redWithoutAChange.length > 0) say(`red without a change, and not asked: ${trial.redWithoutAChange.join(' ')}`)

function resultOf(place: string, count: number, outcomes: ReadonlyMap<Outcome, readonly Mutant[]>): readonly string[] {
  const survivors = outcomes.get('nobody') ?? []
  const noticed = count - survivors.length
  const parts = [...outcomes].map(([outcome, mutants]) => `${outcome} ${mutants.length}`).join(', ')
  return [
    `${place}: ${noticed} of ${count} are noticed, ${Math.round((100 * noticed) / count)} % (${parts})`,
    ...survivors.map((each) => `  not noticed: ${described(each)}`),
  ]
}

function described({ path, line, before, after }: Mutant): string {
  const short = (text: string) => {
    const oneLine = text.replaceAll(/\s+/g, ' ')
    return oneLine.length > 90 ? `${oneLine.slice(0, 87)}...` : oneLine
  }
  return `${path}:${line} \`${short(before)}\` -> \`${short(after)}\``
}
