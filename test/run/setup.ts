import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { bundleOfTheSources } from './bundle.ts'

/** Before the first test file: what many files need, made once. Workers inherit the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-tests-'))
  process.env['TEST_RUN_FOLDER'] = folder
  process.env['TEST_RUN_BUNDLE'] = await bundleOfTheSources()
  return () => rm(folder, { recursive: true, force: true })
}
