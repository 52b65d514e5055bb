import process from 'node:process'
import { longSecondsOf, type Part, seedFrom } from './long.ts'
import { drawn } from './random.ts'

/** One for all samples of a run, so that it repeats them all. */
const seed = seedFrom('SAMPLE_SEED')

/**
 * So many of them in `npm test`, others with another seed; all of them in `npm run test:long`.
 * @param what they are, for the line that tells the seed
 */
export function sampleOf<T>(part: Part, what: string, all: readonly T[], count: number): readonly T[] {
  if (longSecondsOf(part) !== undefined) return all
  process.stdout.write(`${count} of ${all.length} ${what}, SAMPLE_SEED=${seed}\n`)
  return drawn(all, count, seed)
}

/** So many runs of a property in `npm test`, each with a seed of its own, which is printed where it fails; more at length. */
export function runsOf(count: number): number {
  return longSecondsOf('properties') === undefined ? count : 8 * count
}
