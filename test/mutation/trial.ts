import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { JudgeProcess } from './judge-process.ts'
import { type Mutant, mutated } from './mutants.ts'
import type { RelatedTests } from './related-tests.ts'

const run = promisify(execFile)

/** Who noticed a change first: the tests of its folder, the types, the other tests that import it; or nobody. */
export type Outcome = 'own tests' | 'types' | 'wider tests' | 'time' | 'nobody'

/** What takes ten times as long as without the change, and this long at least, does not end. */
const leastMs = 60_000
/** Of the other tests, so many that are near. */
const mostWider = 10

/** Tries changes in a copy of the checkout, one at a time. */
export class Trial {
  readonly #folder: string
  readonly #judge: JudgeProcess
  /** Milliseconds without a change; undefined where a test is red without one, so that it says nothing. */
  readonly #durations = new Map<string, number | undefined>()

  constructor(folder: string) {
    this.#folder = folder
    this.#judge = new JudgeProcess(folder)
  }

  get redWithoutAChange(): readonly string[] {
    return [...this.#durations].filter(([, duration]) => duration === undefined).map(([test]) => test)
  }

  close(): void {
    this.#judge.close()
  }

  async of(mutant: Mutant, { own, wider }: RelatedTests): Promise<Outcome> {
    const byOwn = await this.#noticed(mutant, own)
    if (byOwn) return byOwn === 'late' ? 'time' : 'own tests'
    if (!(await this.#changed(mutant, () => compiles(this.#folder)))) return 'types'
    const byWider = await this.#noticed(mutant, wider.slice(0, mostWider))
    if (byWider) return byWider === 'late' ? 'time' : 'wider tests'
    return 'nobody'
  }

  async #noticed(mutant: Mutant, tests: readonly string[]): Promise<'red' | 'late' | undefined> {
    for (const test of tests) if (!this.#durations.has(test)) await this.#measure(test, mutant.path)
    const known = tests.flatMap((test) => {
      const ms = this.#durations.get(test)
      return ms === undefined ? [] : [{ test, ms }]
    })
    if (known.length === 0) return undefined
    const usualMs = known.reduce((sum, { ms }) => sum + ms, 0)
    const quickFirst = known.toSorted((a, b) => a.ms - b.ms).map(({ test }) => test)
    const limitMs = Math.max(leastMs, 10 * usualMs)
    const answer = await this.#changed(mutant, () =>
      this.#judge.ask({ changed: mutant.path, tests: quickFirst }, limitMs),
    )
    if (!answer) return 'late'
    return answer.noticedBy === undefined ? undefined : 'red'
  }

  async #measure(test: string, path: string): Promise<void> {
    const answer = await this.#judge.ask({ changed: path, tests: [test] }, 5 * leastMs)
    this.#durations.set(test, answer && answer.noticedBy === undefined ? answer.durations[test] : undefined)
  }

  async #changed<T>(mutant: Mutant, look: () => Promise<T>): Promise<T> {
    const path = join(this.#folder, mutant.path)
    const source = await readFile(path, 'utf8')
    await writeFile(path, mutated(source, mutant))
    try {
      return await look()
    } finally {
      await writeFile(path, source)
    }
  }
}

async function compiles(folder: string): Promise<boolean> {
  return run('node_modules/.bin/tsc', ['--noEmit'], { cwd: folder }).then(
    () => true,
    () => false,
  )
}
