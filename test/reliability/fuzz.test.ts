import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { mutated } from './fuzz/mutations.ts'
import { type Target, targets } from './fuzz/targets.ts'

const { FUZZ_SECONDS } = process.env
const longSeconds = longSecondsOf('fuzz')
const sampleSeconds = 0.5
const secondsEach = Number(FUZZ_SECONDS ?? (longSeconds ? longSeconds / Object.keys(targets).length : sampleSeconds))
const seed = seedFrom('FUZZ_SEED')
const corpus = 'test/reliability/corpus'

const files = (name: string) => readdirSync(join(corpus, name)).map((file) => join(corpus, name, file))

describe.each(Object.entries(targets))('%s', (name, target) => {
  test.each(files(name))('%s', (file) => target(readFileSync(file)))

  test(
    `nothing breaks it in ${secondsEach} s`,
    () => {
      const { counterexample, failed, numRuns, errorInstance } = fc.check(
        fc.property(mutated(files(name).map((file) => readFileSync(file))), (bytes) => target(bytes)),
        {
          seed,
          numRuns: Number.MAX_SAFE_INTEGER,
          interruptAfterTimeLimit: secondsEach * 1000,
          markInterruptAsFailure: false,
          includeErrorInReport: true,
        },
      )
      process.stdout.write(`fuzz ${name}: ${numRuns} inputs, FUZZ_SEED=${seed}\n`)
      const found = counterexample?.[0]
      if (failed && found) expect.fail(`${save(name, found)}, FUZZ_SEED=${seed}: ${errorInstance}`)
      expect(failed).toBe(false)
    },
    (secondsEach + 60) * 1000,
  )
})

/** What broke something once is tried for ever. */
function save(name: string, bytes: Buffer): string {
  const file = join(corpus, name, createHash('sha256').update(bytes).digest('hex').slice(0, 12))
  mkdirSync(join(corpus, name), { recursive: true })
  writeFileSync(file, bytes)
  return file
}

test('a target that breaks is noticed', () => {
  const fragile: Target = (bytes) => expect(bytes.includes('1e999')).toBe(false)
  const { failed } = fc.check(fc.property(mutated([Buffer.from('{}')]), fragile), { seed: 1, numRuns: 10_000 })
  expect(failed).toBe(true)
})
