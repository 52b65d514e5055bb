import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { refuse } from '../support/command-line.ts'
import { runAsJobs } from './jobs.ts'
import { help, optionsOf, type SimulateOptions } from './options.ts'
import { runPieces, summaryOf } from './pieces.ts'
import { Progress } from './progress.ts'
import type { RunOptions, RunResult } from './run.ts'
import { runWithRules } from './run-with-rules.ts'
import { shortened } from './shorten.ts'
import { storyOf } from './story-text.ts'

const argv = process.argv.slice(2)
const options = readOptions()
if (options.isHelp) process.stdout.write(help)
else if (options.progress === undefined) await untilOneFails(options)
else await inPieces({ ...options, progress: options.progress })

function readOptions(): SimulateOptions {
  try {
    return optionsOf(argv)
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), help)
  }
}

async function inPieces(pieces: SimulateOptions & { readonly progress: string }): Promise<void> {
  if (pieces.jobs > 1) await runAsJobs(pieces.jobs, argv)
  else await runPieces({ options: pieces, live, revision: revision(), write, cpuSeconds })
  if (pieces.share.of > 1) return
  const { done } = new Progress(pieces.progress, pieces.each)
  write(summaryOf(done, pieces))
  if ([...done.values()].some(({ broken }) => broken !== undefined)) process.exitCode = 1
}

async function live(of: RunOptions) {
  const result = await runWithRules(of, { rules: options.rules })
  const { days, fingerprint, violation } = result
  return { days, fingerprint, ...(violation && { broken: violation.invariant, story: storyOf(result) }) }
}

/** With what is not committed marked as such. */
function revision(): string {
  return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
}

async function untilOneFails(all: SimulateOptions): Promise<void> {
  const { seed: first, seeds, each, shorten, rules, goesOn } = all
  const before = cpuSeconds()
  let days = 0
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await runWithRules({ seed, ...each }, { rules, goesOn })
    days += result.days
    write(storyOf(result))
    if (!result.violation) continue
    process.exitCode = 1
    if (shorten) await keep(seed, result, all.shortenFor)
    if (!goesOn) break
  }
  const minutes = (cpuSeconds() - before) / 60
  write(`${days.toFixed(0)} days, ${(days / minutes).toFixed(0)} in a minute of the processor`)
}

async function keep(seed: number, failed: RunResult, limit: number): Promise<void> {
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  const short = await shortened(failed, { cpuSeconds, limit, tell })
  const file = new URL(`seeds/${seed}.json`, import.meta.url)
  await writeFile(file, `${JSON.stringify({ ...short.options, broke: short.violation?.invariant }, undefined, 2)}\n`)
  write(`\nThe same, as short as it gets, kept in test/simulation/seeds/${seed}.json:\n${storyOf(short)}`)
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
