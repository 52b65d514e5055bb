import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vitest/config'
import { workerName } from '../../rolldown.config.ts'
import { workerBeside } from './bundle.ts'

/** Threads start from one file each, as in the bundle: that takes a quarter of the time that they need for all their sources. */
export function workersOfThisRun(): Plugin {
  return {
    name: 'workers-of-this-run',
    load: {
      filter: { id: /-worker-url\.ts$/ },
      handler(id) {
        const { TEST_RUN_BUNDLE: bundle } = process.env
        if (bundle === undefined) return null
        const url = pathToFileURL(workerBeside(bundle, id)).href
        return `export const ${workerName(id)}WorkerUrl = new URL(${JSON.stringify(url)})`
      },
    },
  }
}
