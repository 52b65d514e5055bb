import process from 'node:process'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { wayTo } from './ways-to-tools.ts'

const { COSTLIEST } = process.env
const costliest = 10

/** Beside Vitest's own: what fails says why at once, and the last lines say what was not tried, and how to have it. */
export class PlainReporter implements Reporter {
  /** Whoever chooses tests by name skips all others. */
  #chosen: RegExp | undefined

  onInit({ config }: Vitest): void {
    this.#chosen = config.testNamePattern
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result()
    if (state !== 'failed') return
    const reasons = errors.map(({ message, stack }) => `${message}\n${firstOwnLine(stack)}`)
    process.stdout.write(`\nFAILED ${test.module.relativeModuleId} > ${test.fullName}\n${reasons.join('\n')}\n\n`)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (COSTLIEST !== undefined || modules.length > costliest) process.stdout.write(costs(modules))
    const missing = new Map<string, number>()
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const what = reasonOfSkipping(test) ?? (isSkipped(test) && module.relativeModuleId)
        if (what && this.#isChosen(test)) missing.set(what, (missing.get(what) ?? 0) + 1)
      }
    if (missing.size === 0) return
    const lines = [...missing].map(
      ([reason, count]) => `  ${reason}: ${count} ${count === 1 ? 'test' : 'tests'}. To have it: ${wayTo(reason)}`,
    )
    process.stdout.write(`\nNot tried here:\n${lines.join('\n')}\n`)
  }

  /** Vitest compares the pattern with the names of the suites and of the test, one after the other. */
  #isChosen({ fullName }: TestCase): boolean {
    return this.#chosen === undefined || this.#chosen.test(fullName.replaceAll(' > ', ' '))
  }
}

/** Vitest leaves those pending whose suite stands in a suite that is skipped. */
function reasonOfSkipping(test: TestCase): string | undefined {
  const { state } = test.result()
  const [, reason] = /\(skipped: ([^)]*)\)/.exec(test.fullName) ?? []
  return state === 'skipped' || state === 'pending' ? reason : undefined
}

function isSkipped(test: TestCase): boolean {
  return test.result().state === 'skipped'
}

/** What took most of the processors, and all of it together. */
function costs(modules: readonly TestModule[]): string {
  const files = modules
    .map((module) => ({
      name: module.relativeModuleId,
      cpu: module.meta().cpuSeconds ?? 0,
      wall: module.diagnostic().duration / 1000,
    }))
    .sort((a, b) => b.cpu - a.cpu)
  const total = files.reduce((sum, { cpu }) => sum + cpu, 0)
  const lines = files
    .slice(0, Number(COSTLIEST ?? costliest))
    .map(({ name, cpu, wall }) => `${cpu.toFixed(1).padStart(7)} s of ${wall.toFixed(1).padStart(6)} s  ${name}`)
  return `\nProcessor time: ${total.toFixed(0)} s, most of it in\n${lines.join('\n')}\n`
}

function firstOwnLine(stack = ''): string {
  return (
    stripVTControlCharacters(stack)
      .split('\n')
      .find((line) => /^\s+at .*\/test\//.test(line)) ?? ''
  )
}
