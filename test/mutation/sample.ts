import { globSync, readFileSync, statSync } from 'node:fs'
import { drawn } from '../support/random.ts'
import { type Mutant, mutantsOf } from './mutants.ts'

export interface Sample {
  readonly mutants: readonly Mutant[]
  /** Of how many. */
  readonly all: number
}

/** So many changes of a folder or a file, the same ones for the same seed. */
export function sampleOf(place: string, count: number, seed: number): Sample {
  const files = statSync(place).isFile() ? [place] : globSync(`${place}/**/*.ts`).sort()
  const all = files.flatMap((path) => mutantsOf(path, readFileSync(path, 'utf8')))
  return { mutants: drawn(all, count, seed), all: all.length }
}
