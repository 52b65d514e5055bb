import { globSync, readFileSync, statSync } from 'node:fs'
import { drawn } from '../support/random.ts'
import { type Mutant, mutantsOf } from './mutants.ts'

export interface Sample {
  readonly mutants: readonly Mutant[]
  /** Of how many. */
  readonly all: number
}

/** A script writes it, and a test compares it with what the script writes. */
const isWritten = (source: string) => source.startsWith('// Written by `npm run ')

/** So many changes of a folder or a file, the same ones for the same seed. */
export function sampleOf(place: string, count: number, seed: number): Sample {
  const files = statSync(place).isFile() ? [place] : globSync(`${place}/**/*.ts`).sort()
  const all = files.flatMap((path) => {
    const source = readFileSync(path, 'utf8')
    return isWritten(source) ? [] : mutantsOf(path, source)
  })
  return { mutants: drawn(all, count, seed), all: all.length }
}
