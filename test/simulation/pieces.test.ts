import { appendFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { optionsOf } from './options.ts'
import { runPieces, summaryOf } from './pieces.ts'
import { Progress } from './progress.ts'

async function progressFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'progress.jsonl')
}

/** Runs seeds 1 to 5, of which the third breaks a promise and the fourth throws. @returns which seeds were run */
async function runFive(progress: string, { flags = [], dieAt }: { flags?: readonly string[]; dieAt?: number } = {}) {
  const run: number[] = []
  const options = { ...optionsOf(['--seeds', '5', '--progress', progress, ...flags]), progress }
  const live = async ({ seed, days }: { seed: number; days: number }) => {
    run.push(seed)
    if (seed === 4) throw new Error('time stands still')
    return { days, fingerprint: 'f', ...(seed === 3 && { broken: 'never silent', story: 'the story of 3' }) }
  }
  const write = () => {
    if (run.at(-1) === dieAt) throw new Error('it was killed')
  }
  await runPieces({ options, live, revision: 'r', write, cpuSeconds: () => 1 }).catch(() => undefined)
  return { run, summary: summaryOf(new Progress(progress, options.each).done, options) }
}

test('a run that was killed goes on behind the last seed that it wrote down, half a line does no harm', async () => {
  const progress = await progressFile()
  expect((await runFive(progress, { dieAt: 2 })).run).toEqual([1, 2])
  appendFileSync(progress, '{"seed":3,"da')
  const { run, summary } = await runFive(progress)
  expect(run).toEqual([3, 4, 5])
  expect(summary).toContain('5 of 5 seeds, 40 days')
  expect((await runFive(progress)).run).toEqual([])
})

test('a failure stops nothing, all are told together, and --again runs only them', async () => {
  const progress = await progressFile()
  const { run, summary } = await runFive(progress)
  expect(run).toEqual([1, 2, 3, 4, 5])
  expect(summary).toContain('2 broke a promise: 3 (never silent), 4 (no exception)')
  expect(summary).toContain('the story of 3')
  expect((await runFive(progress, { flags: ['--again'] })).run).toEqual([3, 4])
})

test('two processes share the seeds', async () => {
  const progress = await progressFile()
  expect((await runFive(progress, { flags: ['--share', '1/2'] })).run).toEqual([2, 4])
  expect((await runFive(progress, { flags: ['--share', '0/2'] })).run).toEqual([1, 3, 5])
})

test('the file of a run with other options is refused', async () => {
  const progress = await progressFile()
  await runFive(progress)
  await expect(async () => new Progress(progress, optionsOf(['--days', '30']).each)).rejects.toThrow('another run')
})
