import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { defineConfig } from 'vitest/config'
import { LongFilesFirst } from './test/run/long-files-first.ts'
import { PlainReporter } from './test/run/reporter.ts'
import { workersOfThisRun } from './test/run/workers.ts'
import { slowest } from './test/support/machine.ts'

/** `npm run test:long` has these at length, `npm test` a sample of them beside everything else. */
const long = [
  'test/reliability/{soak,kill,outage,matrix,refusals,fuzz,hostile-answers}.test.ts',
  'test/reliability/hostile-configuration.test.ts',
  'test/{judgement/equality,end-to-end/notifications,config/yaml-bounds,config/web-config/hostile}.test.ts',
  'test/deploy/{chart-refusals,chart-rules,chart-upgrades,chart-helm4,runbook-commands}.test.ts',
  'test/{simulation/simulation,page/browser-safety}.test.ts',
  'test/certificate/{parse,name,crosscheck,longest-lasting-path}.test.ts',
  'test/config/{fuzz,misplaced-secrets,web-config/fuzz}.test.ts',
  'test/monitor/{settled-places,vanishing-property,listings-property,doubt-property}.test.ts',
]

/** Rooms whose tests leave nothing behind in their process, so that many files share one: half of their time was its start. */
const rooms = [
  'api,calendar,certificate,cli,cloudflare,config,daemon,deploy,end-to-end,exposition,history,http,inventory,judgement,kinds,log',
  'monitor,mutation,page,reliability,report,schedule,simulator,state,tokens,trust,upgrade',
]
const shared = [
  `test/{${rooms}}/**/*.test.ts`,
  'test/*.test.ts',
  'test/simulation/{pieces,shorten,planted/planted}.test.ts',
]
/** But for those that load much for themselves alone, change the process, or measure it. */
const alone = ['test/config/{yaml-bounds,web-config/hostile}.test.ts', 'test/reliability/{matrix,soak}.test.ts']

const together = globSync(shared, { exclude: alone })

const { LONG_SECONDS } = process.env
const isLong = LONG_SECONDS !== undefined

const common = {
  setupFiles: ['test/run/cost.ts', 'test/run/patience.ts'],
  // A loaded machine is slow, not broken. Each wait in a test ends before.
  testTimeout: slowest(300_000),
  hookTimeout: slowest(300_000),
  // For promtool and helm, which are written in Go and do not live long: collecting their garbage costs a quarter of their time, and
  // sharing it among threads a tenth.
  env: { GOGC: '800', GOMAXPROCS: '1' },
}

const plugins = [workersOfThisRun()]

export default defineConfig({
  test: {
    globalSetup: 'test/run/setup.ts',
    reporters: ['default', new PlainReporter()],
    sequence: { sequencer: LongFilesFirst },
    // Most files wait most of their time.
    maxWorkers: Math.ceil(3.5 * availableParallelism()),
    projects: isLong
      ? [{ plugins, test: { ...common, name: 'long', include: long } }]
      : [
          { plugins, test: { ...common, name: 'alone', include: ['test/**/*.test.ts'], exclude: together } },
          { plugins, test: { ...common, name: 'together', include: together, isolate: false } },
        ],
  },
})
