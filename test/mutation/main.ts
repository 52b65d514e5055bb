import process from 'node:process'
import { readCommandLine, refuse } from '../support/command-line.ts'
import { type ChangesNothing, changesNothing } from './changes-nothing.ts'
import { copyOfTheCheckout } from './copy.ts'
import type { Mutant } from './mutants.ts'
import { importGraph, type RelatedTests, testsOf } from './related-tests.ts'
import { sampleOf } from './sample.ts'
import { Trial } from './trial.ts'

/** Who noticed a change first: the tests of its folder, the types, the other tests that import it; or nobody. */
type Outcome = 'own tests' | 'types' | 'wider tests' | 'nobody' | 'changes nothing'

const help = `Usage: npm run mutation -- src/FOLDER… [options]

Makes small changes in a copy of the checkout, and lists those that no test notices. CONTRIBUTING.md says more.

  --sample N        so many changes of each folder (40)
  --seed N          which ones: the same again with the same number (another one each time)
  --only FILE:LINE  of these only the ones in this line, as often as you like; with a --sample that is large enough to have them
  --list            only shows them
`

const { values, positionals: places } = readCommandLine(help, {
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '40' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    list: { type: 'boolean' },
  },
})
if (places.length === 0) refuse('Which folder is to be changed?', help)
const say = (line: string) => process.stdout.write(`${line}\n`)

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const isWanted = ({ path, line }: Mutant) => values.only?.some((each) => `${path}:${line}`.endsWith(each)) ?? true
const samples = () =>
  places.map((place) => {
    const { mutants, all } = sampleOf(place, Number(values.sample), seed)
    return { place, mutants: mutants.filter(isWanted), all }
  })
if (values.list) {
  for (const { mutants } of samples()) for (const mutant of mutants) say(described(mutant))
  process.exit()
}

// From here on everything is read from the copy, because people go on with their work in the checkout.
const { folder, remove } = await copyOfTheCheckout()
process.chdir(folder)
const trials: Trial[] = []
const end = () => {
  for (const trial of trials) trial.close()
  remove()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    end()
    process.exit(1)
  })
const graph = importGraph()

/** A change of what runs once, at the import, is tried in so many test files of a folder, the nearest first. */
const mostFromTheImportOn = 8

const results: string[] = []
for (const { place, mutants, all } of samples()) {
  say(`${mutants.length} of ${all} changes of ${place}, --seed ${seed}`)
  const trial = new Trial(folder, mutants)
  trials.push(trial)
  const outcomes = new Map<number, Outcome>()
  const note = (number: number, outcome: Outcome) => {
    outcomes.set(number, outcome)
    say(`${outcomes.size}/${mutants.length} ${outcome}: ${describedBy(number)}`)
  }
  const describedBy = (number: number) => described(mutants[number])
  const left = () => [...mutants.keys()].filter((number) => !outcomes.has(number))
  const related = new Map(mutants.map(({ path }) => [path, testsOf(path, graph)]))
  const notice = async (outcome: Outcome, testsFor: (tests: RelatedTests) => readonly string[]) => {
    const near = (number: number) => testsFor(related.get(mutants[number]?.path ?? '') ?? { own: [], wider: [] })
    await trial.plant()
    const noticed = await trial.tryIn([...new Set(left().flatMap(near))], left())
    for (const number of noticed) note(number, outcome)
    for (let i = 0; i < mostFromTheImportOn; i += 1) {
      const outside = left().filter((number) => mutants[number]?.runsAtImport || trial.isOutside(number))
      const tests = outside.flatMap((number) =>
        near(number)
          .slice(i, i + 1)
          .map((test) => [number, test] as const),
      )
      for (const number of await trial.tryFromTheImportOn(new Map(tests))) note(number, outcome)
    }
    await trial.clear()
  }
  for (const [number, mutant] of mutants.entries())
    if (changesNothing.some((each) => isSame(each, mutant))) note(number, 'changes nothing')
  await notice('own tests', ({ own }) => own)
  for (const number of await trial.refusedTypes(left())) note(number, 'types')
  await notice('wider tests', ({ wider }) => wider)
  for (const number of left()) note(number, 'nobody')
  results.push(
    ...resultOf(place, outcomes, describedBy),
    ...trial.redWithoutAChange.map((red) => `  red without a change: ${red}`),
  )
}
end()
say(`\n${results.join('\n')}`)

function resultOf(
  place: string,
  outcomes: ReadonlyMap<number, Outcome>,
  describedBy: (number: number) => string,
): readonly string[] {
  const by = Map.groupBy(outcomes, ([, outcome]) => outcome)
  const survivors = by.get('nobody') ?? []
  const count = outcomes.size - (by.get('changes nothing')?.length ?? 0)
  const noticed = count - survivors.length
  const parts = [...by].map(([outcome, those]) => `${outcome} ${those.length}`).join(', ')
  return [
    `${place}: ${noticed} of ${count} are noticed, ${Math.round((100 * noticed) / count)} % (${parts})`,
    ...survivors.map(([number]) => `  not noticed: ${describedBy(number)}`),
  ]
}

function isSame({ path, line, after }: ChangesNothing, mutant: Mutant): boolean {
  return path === mutant.path && line === mutant.lineText && after === mutant.after
}

function described(mutant: Mutant | undefined): string {
  if (!mutant) return ''
  const { path, line, before, after } = mutant
  const short = (text: string) => {
    const oneLine = text.replaceAll(/\s+/g, ' ')
    return oneLine.length > 90 ? `${oneLine.slice(0, 87)}...` : oneLine
  }
  return `${path}:${line} \`${short(before)}\` -> \`${short(after)}\``
}
