import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { TestProject } from 'vitest/node'
import { bundleOfTheSources } from './bundle.ts'

/** Before the first test file: what many files need, made once. Workers inherit the environment. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-tests-'))
  process.env['TEST_RUN_FOLDER'] = folder
  if (await startsTheProgram(project)) process.env['TEST_RUN_BUNDLE'] = await bundleOfTheSources()
  return () => rm(folder, { recursive: true, force: true })
}

/** Whether one of the files that were asked for starts the program. Without a bundle it is started from its sources. */
async function startsTheProgram(project: TestProject): Promise<boolean> {
  const asked = process.argv.slice(2).filter((each) => each.startsWith('test/'))
  if (asked.length === 0) return true
  const { testFiles } = await project.globTestFiles(asked)
  const texts = await Promise.all(testFiles.map((file) => readFile(file, 'utf8')))
  return texts.some((text) => /support\/(exporter|program|watcher|mortal|victim)\.ts|run\/bundle\.ts/.test(text))
}
