import type { Mutant } from './mutants.ts'

interface Insertion {
  readonly at: number
  readonly text: string
  /** Of two at the same place the lesser comes first. */
  readonly rank: number
}

/** The source with all of these changes in it, each switched by its number (test/mutation/runner.ts). */
export function withSwitches(source: string, mutants: ReadonlyMap<number, Mutant>): string {
  const insertions = [...mutants]
    .flatMap(([number, mutant]) => insertionsOf(source, number, mutant))
    .sort((a, b) => a.at - b.at || a.rank - b.rank)
  let done = 0
  let text = ''
  for (const { at, text: inserted } of insertions) {
    text += source.slice(done, at) + inserted
    done = at
  }
  return text + source.slice(done)
}

/** The longer of two places surrounds the shorter, a statement surrounds its expression, and what ends comes before what begins. */
function insertionsOf(source: string, number: number, { place, start, end, after }: Mutant): readonly Insertion[] {
  const changed = source.slice(place.start, start) + after + source.slice(end, place.end)
  const isOn = `globalThis.mutation?.(${number})`
  const [opening, closing] = place.isStatement
    ? [`if (${isOn}) { ${changed} } else { `, ' }']
    : [`(${isOn} ? (${changed}) : (`, '))']
  const size = place.end - place.start + (place.isStatement ? 0.5 : 0)
  return [
    { at: place.start, text: opening, rank: -size },
    { at: place.end, text: closing, rank: size - 1e9 },
  ]
}
