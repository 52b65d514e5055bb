import { availableParallelism } from 'node:os'
import process from 'node:process'
import { defineConfig } from 'vitest/config'
import { LongFilesFirst } from './test/run/long-files-first.ts'
import { PlainReporter } from './test/run/reporter.ts'
import { patient } from './test/support/machine.ts'

/** `npm run test:long` has these at length, `npm test` a sample of them beside everything else. */
const long = [
  'test/reliability/{soak,kill,outage,matrix,refusals,fuzz}.test.ts',
  'test/{judgement/equality,end-to-end/notifications}.test.ts',
]

const { LONG_SECONDS } = process.env

export default defineConfig({
  test: {
    include: LONG_SECONDS === undefined ? ['test/**/*.test.ts'] : long,
    globalSetup: 'test/run/setup.ts',
    setupFiles: ['test/run/cost.ts', 'test/run/patience.ts'],
    // A loaded machine is slow, not broken. Each wait in a test ends before.
    testTimeout: patient(300_000),
    hookTimeout: patient(300_000),
    reporters: ['default', new PlainReporter()],
    sequence: { sequencer: LongFilesFirst },
    // Most files wait most of their time.
    maxWorkers: 2 * availableParallelism(),
    // For promtool and helm, which are written in Go and do not live long: collecting their garbage costs a quarter of their time.
    env: { GOGC: '800' },
  },
})
