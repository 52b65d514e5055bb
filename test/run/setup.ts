import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { TestProject } from 'vitest/node'
import { chromiumProgram, serveBrowser } from '../page/support/browser.ts'
import { hasTool } from '../support/tools.ts'
import { bundleOfTheSources } from './bundle.ts'

/** Before the first test file: what many files need, made once. Workers inherit the environment. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-tests-'))
  process.env['TEST_RUN_FOLDER'] = folder
  if (await someFile(project, startsTheProgram)) process.env['TEST_RUN_BUNDLE'] = await bundleOfTheSources()
  const browser = hasTool(chromiumProgram) && (await someFile(project, usesABrowser)) ? await serveBrowser() : undefined
  if (browser) process.env['TEST_RUN_BROWSER'] = browser.wsEndpoint()
  return async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Without a bundle it is started from its sources. */
const startsTheProgram = /support\/(exporter|program|watcher|mortal|victim)\.ts|run\/bundle\.ts/
const usesABrowser = /support\/browser\.ts/

/** Whether one of the files that were asked for has this in it. */
async function someFile(project: TestProject, pattern: RegExp): Promise<boolean> {
  const asked = process.argv.slice(2).filter((each) => each.startsWith('test/'))
  const { testFiles } = await project.globTestFiles(asked)
  const texts = await Promise.all(testFiles.map((file) => readFile(file, 'utf8')))
  return texts.some((text) => pattern.test(text))
}
