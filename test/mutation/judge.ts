import { join } from 'node:path'
import process from 'node:process'
import { createVitest } from 'vitest/node'

// A process of its own, which is ended where a change makes a test run for ever. It works in the folder of the copy.

export interface Question {
  readonly tests: readonly string[]
}

const waitMs = 30_000
/** For a change that fills the memory. */
const mostMegabytes = 1024

class AsTheyCome {
  sort<T>(files: T): T {
    return files
  }

  shard<T>(files: T): T {
    return files
  }
}

const vitest = await createVitest('test', {
  config: false,
  watch: false,
  reporters: [{}],
  include: ['test/**/*.test.ts'],
  runner: 'test/mutation/runner.ts',
  setupFiles: ['test/run/patience.ts'],
  testTimeout: waitMs,
  hookTimeout: waitMs,
  maxWorkers: 1,
  execArgv: [`--max-old-space-size=${mostMegabytes}`],
  isolate: false,
  sequence: { sequencer: AsTheyCome },
})
await vitest.standalone()

process.on('message', async ({ tests }: Question) => {
  // It would look for files only once, and copies of them come later.
  const project = vitest.getRootProject()
  await vitest.runTestSpecifications(tests.map((test) => project.createSpecification(join(process.cwd(), test))))
  process.send?.('done')
})
process.send?.('ready')
