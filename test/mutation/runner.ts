import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { type RunnerTask, type RunnerTestCase, type RunnerTestFile, TestRunner, type TestTryOptions, vi } from 'vitest'
import { changeOf, type Orders, ordersFile, type Report, reportsFile } from './orders.ts'

/** A change that keeps a loop from ending is asked for without end: far more often than where it is off. */
const oftener = 20
const oftenAnyway = 20_000
/** So long a test may take with a change in any case, in milliseconds. */
const leastMs = 5_000
const usualFromTheImportOnMs = 1_000

/**
 * Runs each test once as it is, and again with each change by whose place it came, until one test has noticed that change.
 * A copy of a test file that is named after a change is run only with that one, which is on when it is imported.
 */
export default class MutationRunner extends TestRunner {
  readonly #orders: Orders = JSON.parse(readFileSync(ordersFile, 'utf8'))
  readonly #alive = new Set(this.#orders.tried)
  readonly #outside = new Set<number>()
  #onForTheFile: number | undefined
  #on: number | undefined
  #asked = new Map<number, number>()
  #mostAsked = Number.POSITIVE_INFINITY
  #usualMs = 0
  #spoilt = false

  constructor(config: ConstructorParameters<typeof TestRunner>[0]) {
    super(config)
    const mutation = (number: number) => {
      const asked = (this.#asked.get(number) ?? 0) + 1
      this.#asked.set(number, asked)
      if (number !== this.#on) return false
      if (asked > this.#mostAsked) throw new Error('this does not end')
      return true
    }
    Object.assign(globalThis, { mutation })
  }

  override importFile(path: string, source: 'collect' | 'setup'): unknown {
    if (source === 'collect') this.#begin(changeOf(path))
    return super.importFile(path, source)
  }

  #begin(number: number | undefined): void {
    this.#onForTheFile = number
    this.#on = number
    if (number === undefined) return
    report({ event: 'trying', number })
    vi.useRealTimers()
    this.#usualMs = usualFromTheImportOnMs
    vi.resetModules()
  }

  override async onBeforeRunTask(test: RunnerTask): Promise<void> {
    await super.onBeforeRunTask(test)
    if (test.type === 'test' && this.#onForTheFile === undefined) this.#repeat(test)
    if (this.#onForTheFile !== undefined && !this.#alive.has(this.#onForTheFile)) test.mode = 'skip'
  }

  override onBeforeTryTask(test: RunnerTestCase, options: TestTryOptions): void {
    if (options.repeats === 0) for (const number of this.#asked.keys()) this.#outside.add(number)
    this.#asked = new Map()
    super.onBeforeTryTask(test, options)
  }

  /** A test that waits for what a change keeps from coming would wait for long. */
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test)
    const started = performance.now()
    const over = new AbortController()
    const limit = this.#on === undefined ? undefined : late(10 * this.#usualMs + leastMs, over.signal)
    await Promise.race(limit ? [run(), limit] : [run()]).finally(() => over.abort())
    if (this.#on === undefined) this.#usualMs = performance.now() - started
  }

  override onAfterRunTask(test: RunnerTask): void {
    super.onAfterRunTask(test)
    if (this.#onForTheFile !== undefined && test.result?.state === 'fail') this.#alive.delete(this.#onForTheFile)
    this.#on = this.#onForTheFile
    this.#mostAsked = Number.POSITIVE_INFINITY
    this.#asked = new Map()
  }

  override onAfterRunFiles(files: RunnerTestFile[]): void {
    super.onAfterRunFiles(files)
    for (const number of this.#asked.keys()) this.#outside.add(number)
    for (const { filepath, result } of files) {
      const number = changeOf(filepath)
      if (number !== undefined && result?.state === 'fail') report({ event: 'noticed', number, test: filepath })
      report({
        event: 'end of file',
        file: relative(process.cwd(), filepath),
        outside: [...this.#outside],
        spoilt: this.#spoilt,
      })
    }
  }

  /** Vitest compares the number of repeats before each: here it is known only then. */
  #repeat(test: RunnerTestCase): void {
    const tries = this.#tries(test)
    const repeats = { valueOf: () => (tries.next().done ? -1 : Number.POSITIVE_INFINITY) }
    Object.assign(test, { repeats })
  }

  *#tries(test: RunnerTestCase): Generator<void> {
    const isRed = () => test.result?.attempts?.at(-1)?.state === 'fail'
    yield
    if (isRed()) {
      report({ event: 'red', test: nameOf(test), reason: test.result?.errors?.at(-1)?.message ?? '' })
      return
    }
    for (const [number, asked] of [...this.#asked].filter(([each]) => this.#alive.has(each))) {
      if (this.#spoilt) return
      this.#mostAsked = oftener * asked + oftenAnyway
      report({ event: 'trying', number })
      this.#on = number
      yield
      this.#on = undefined
      if (!isRed()) continue
      report({ event: 'noticed', number, test: nameOf(test) })
      this.#alive.delete(number)
      yield
      // What it left behind would make every change look noticed.
      this.#spoilt = isRed()
    }
  }
}

async function late(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined)
  if (!signal.aborted) throw new Error(`takes longer than ${ms} ms`)
}

function report(line: Report): void {
  appendFileSync(reportsFile, `${JSON.stringify(line)}\n`)
}

function nameOf(test: RunnerTestCase): string {
  return `${relative(process.cwd(), test.file.filepath)} > ${test.fullTestName}`
}
