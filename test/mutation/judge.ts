import process from 'node:process'
import { createVitest, type TestModule } from 'vitest/node'

// A process of its own, which the runner ends where a change makes a test run for ever. It works in the folder of the copy.

export interface Question {
  /** The file that was changed since the last question. */
  readonly changed: string
  readonly tests: readonly string[]
}

export interface Answer {
  /** The first test that noticed it. */
  readonly noticedBy: string | undefined
  /** Milliseconds, by the test file. */
  readonly durations: Readonly<Record<string, number>>
}

const waitMs = 20_000
const vitest = await createVitest('test', {
  watch: false,
  bail: 1,
  reporters: [{}],
  globalSetup: [],
  setupFiles: [],
  testTimeout: waitMs,
  hookTimeout: waitMs,
  maxWorkers: 1,
})
await vitest.standalone()

process.on('message', async ({ changed, tests }: Question) => {
  vitest.invalidateFile(`${process.cwd()}/${changed}`)
  const wanted = new Set(tests.map((test) => `${process.cwd()}/${test}`))
  const specifications = (await vitest.globTestSpecifications([...tests])).filter(({ moduleId }) =>
    wanted.has(moduleId),
  )
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  const failed = testModules.find((module) => module.state() === 'failed')
  const answer: Answer = {
    noticedBy: failed ? nameOf(failed) : unhandledErrors.length > 0 ? 'an error that nobody handled' : undefined,
    durations: Object.fromEntries(testModules.map((each) => [each.relativeModuleId, each.diagnostic().duration])),
  }
  process.send?.(answer)
})
process.send?.('ready')

function nameOf(module: TestModule): string {
  const [test] = module.children.allTests('failed')
  return `${module.relativeModuleId}${test ? ` > ${test.fullName}` : ''}`
}
