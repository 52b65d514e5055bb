import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { JudgeProcess } from './judge-process.ts'
import { type Mutant, mutated } from './mutants.ts'
import { copyWith, type Orders, ordersFile, type Report, reportsFile } from './orders.ts'
import { withSwitches } from './switches.ts'

const run = promisify(execFile)

/** What reports nothing for so long does not end. */
const silentMs = 120_000

/** Tries changes in a copy of the checkout. Each is known by its number. */
export class Trial {
  readonly #folder: string
  readonly #mutants: readonly Mutant[]
  /** The text of each file that is changed, as it was. */
  readonly #sources: ReadonlyMap<string, string>
  readonly #judge: JudgeProcess
  readonly #outside = new Set<number>()
  readonly #red = new Set<string>()

  constructor(folder: string, mutants: readonly Mutant[]) {
    this.#folder = folder
    this.#mutants = mutants
    this.#sources = new Map(mutants.map(({ path }) => [path, readFileSync(join(folder, path), 'utf8')]))
    this.#judge = new JudgeProcess(folder)
  }

  /** Tests that are red without a change say nothing about one. */
  get redWithoutAChange(): readonly string[] {
    return [...this.#red]
  }

  /** Whether the program came by the place of this change outside of a test: in an import, or in a hook. */
  isOutside(number: number): boolean {
    return this.#outside.has(number)
  }

  /** Plants all the changes, each switched off. */
  async plant(): Promise<void> {
    await mkdir(join(this.#folder, '.test-run'), { recursive: true })
    for (const [path, source] of this.#sources) {
      const here = [...this.#mutants.entries()].filter(([, mutant]) => mutant.path === path)
      await this.#write(path, withSwitches(source, new Map(here)))
    }
  }

  close(): void {
    this.#judge.close()
  }

  /** Takes them all out again. */
  async clear(): Promise<void> {
    this.close()
    for (const [path, source] of this.#sources) await this.#write(path, source)
  }

  /** Runs each test as it is, and with each of these changes by whose place it comes. @returns those that a test noticed */
  async tryIn(tests: readonly string[], numbers: readonly number[]): Promise<ReadonlySet<number>> {
    const noticed = new Set<number>()
    let left = tests
    while (left.length > 0 && noticed.size < numbers.length) {
      const tried = numbers.filter((number) => !noticed.has(number))
      const { done, reports } = await this.#ask(left, { tried })
      for (const number of numbersNoticed(reports, done)) noticed.add(number)
      const ended = reports.filter((report) => report.event === 'end of file')
      for (const number of ended.flatMap(({ outside }) => outside)) this.#outside.add(number)
      const spoilt = ended.some((report) => report.spoilt)
      if (done && !spoilt) break
      if (spoilt) this.close()
      const [without, ...others] = left.filter((test) => !ended.some(({ file, spoilt }) => file === test && !spoilt))
      left = (spoilt || reports.at(-1)?.event === 'trying') && without ? [without, ...others] : others
    }
    return noticed
  }

  /** Runs each test file with its change on from the first import on. @returns those that one noticed */
  async tryFromTheImportOn(tests: ReadonlyMap<number, string>): Promise<ReadonlySet<number>> {
    const noticed = new Set<number>()
    let left = [...tests]
    while (left.length > 0) {
      const copies = left.map(([number, test]) => copyWith(number, test))
      for (const [i, [, test]] of left.entries())
        await copyFile(join(this.#folder, test), join(this.#folder, copies[i] ?? ''))
      const { done, reports } = await this.#ask(copies, { tried: left.map(([number]) => number) })
      for (const number of numbersNoticed(reports, done)) noticed.add(number)
      for (const copy of copies) await rm(join(this.#folder, copy))
      if (done) break
      const ended = reports.filter((report) => report.event === 'end of file').map(({ file }) => file)
      left = left.filter(([number, test]) => !noticed.has(number) && !ended.includes(copyWith(number, test)))
    }
    return noticed
  }

  /** @returns those that the compiler refuses */
  async refusedTypes(numbers: readonly number[]): Promise<ReadonlySet<number>> {
    const refused = new Set<number>()
    let left = numbers
    while (left.length > 0) {
      const together = oneOfEachFile(left.map((number) => [number, this.#mutants[number]?.path ?? '']))
      const wrong = await this.#filesWithErrors([...together.values()])
      for (const [path, number] of together) if (wrong.has(path)) refused.add(number)
      left = left.filter((number) => ![...together.values()].includes(number))
    }
    return refused
  }

  /** With all of these changes. What a change breaks in another file than its own, the tests may notice. */
  async #filesWithErrors(numbers: readonly number[]): Promise<ReadonlySet<string>> {
    for (const number of numbers) {
      const mutant = this.#mutants[number]
      if (mutant) await this.#write(mutant.path, mutated(this.#sources.get(mutant.path) ?? '', mutant))
    }
    const options = ['--noEmit', '--pretty', 'false', '--incremental', '--tsBuildInfoFile', '.types.tsbuildinfo']
    const said = await run('node_modules/.bin/tsc', options, { cwd: this.#folder }).then(
      () => '',
      (error: { readonly stdout?: string }) => error.stdout ?? '',
    )
    await this.clear()
    return new Set([...said.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, path = '']) => path))
  }

  async #ask(tests: readonly string[], orders: Orders) {
    await this.#write(ordersFile, JSON.stringify(orders))
    await this.#write(reportsFile, '')
    const done = await this.#judge.ask({ tests }, silentMs)
    const lines = (await readFile(join(this.#folder, reportsFile), 'utf8')).split('\n')
    const reports = lines.filter((line) => line !== '').map((line): Report => JSON.parse(line))
    for (const report of reports) if (report.event === 'red') this.#red.add(`${report.test}: ${report.reason}`)
    return { done, reports }
  }

  #write(path: string, text: string): Promise<void> {
    return writeFile(join(this.#folder, path), text)
  }
}

/** With the last that was tried, if nothing came after it: it ended the process, or keeps it from ending. */
function numbersNoticed(reports: readonly Report[], done: boolean): readonly number[] {
  const numbers = reports.filter((report) => report.event === 'noticed').map(({ number }) => number)
  const last = reports.at(-1)
  return !done && last?.event === 'trying' ? [...numbers, last.number] : numbers
}

function oneOfEachFile(left: readonly (readonly [number: number, path: string])[]): ReadonlyMap<string, number> {
  return new Map(left.map(([number, path]) => [path, number]))
}
