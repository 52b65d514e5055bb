import { parseArgs } from 'node:util'
import type { RunOptions } from './run.ts'
import { setups } from './world/setups.ts'

export const help = `Usage: npm run simulate -- [options]

Lives through virtual days with the whole daemon, and says which promise was broken, if any.

  --seed N         the first seed (1)
  --seeds N        how many seeds, one after the other (1)
  --days N         virtual days of each seed (10)
  --fleet N        about so many certificates (50)
  --every N        hours between two cycles, a divisor of 24 (1)
  --without A,B    what does not happen, such as kill,disk_full
  --setup NAME     how the daemon is installed: ${setups.join(', ')} (by the seed)
  --windows N      so many windows of each seed are evaluated by promtool, which has to be installed (0)
  --rules FILE     others than the shipped rules
  --no-shorten     does not look for the shortest run that fails too
  --shorten-for N  looks for it for at most so many seconds of the processor, and keeps the shortest so far (300)
  --go-on          goes on after a broken promise to the last day and the last seed, to measure how fast it is

Without --progress and --go-on it stops at the first seed that breaks a promise.

A run in pieces:
  --progress FILE  writes a line to FILE after each seed, goes on after a failure, and leaves out the seeds that FILE has already
  --again          runs those seeds again that broke a promise
  --jobs N         so many processes at once (1)

  npm run simulate -- --seeds 400 --days 30 --progress simulation.jsonl --jobs 2
`

export interface SimulateOptions {
  readonly isHelp: boolean
  readonly seed: number
  readonly seeds: number
  /** What holds for each seed. */
  readonly each: Omit<RunOptions, 'seed'>
  readonly shorten: boolean
  /** Seconds of the processor. */
  readonly shortenFor: number
  /** Whether a run goes on after a promise was broken, and so do the seeds after it. */
  readonly goesOn: boolean
  /** The path of rules that promtool evaluates instead of the shipped ones. */
  readonly rules: string | undefined
  /** The path of the file that says what is done. Undefined: none. */
  readonly progress: string | undefined
  readonly again: boolean
  readonly jobs: number
  /** Which of the seeds this process runs: every `of`-th, from `number` on. */
  readonly share: { readonly number: number; readonly of: number }
}

/** @throws TypeError if an option is unknown or is no number */
export function optionsOf(argv: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      days: { type: 'string', default: '10' },
      fleet: { type: 'string', default: '50' },
      every: { type: 'string', default: '1' },
      without: { type: 'string', default: '' },
      setup: { type: 'string' },
      windows: { type: 'string', default: '0' },
      rules: { type: 'string' },
      shorten: { type: 'boolean', default: true },
      'shorten-for': { type: 'string', default: '300' },
      'go-on': { type: 'boolean', default: false },
      progress: { type: 'string' },
      again: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '1' },
      // Only for the processes that `--jobs` starts.
      share: { type: 'string', default: '0/1' },
    },
    allowNegative: true,
  })
  const { help: isHelp, progress, shorten, again, rules } = values
  if (progress === undefined && values.jobs !== '1') throw new TypeError('--jobs asks for --progress FILE')
  const [seed, seeds, days] = [number('seed'), number('seeds'), number('days')]
  const without = values.without.split(',').filter(Boolean)
  const [share = 0, of = 1] = values.share.split('/').map(Number)
  const setup = setups.find((name) => name === values.setup)
  if (values.setup !== undefined && !setup)
    throw new TypeError(`--setup ${values.setup}: ${setups.join(', ')} are expected`)
  const each = {
    days,
    fleet: number('fleet'),
    every: number('every'),
    windows: Number(values.windows),
    without,
    ...(setup && { setup }),
  }
  return {
    isHelp,
    seed,
    seeds,
    each,
    shorten: shorten && !values['go-on'],
    shortenFor: number('shorten-for'),
    goesOn: values['go-on'],
    rules,
    progress,
    again,
    jobs: number('jobs'),
    share: { number: share, of },
  }

  function number(name: 'seed' | 'seeds' | 'days' | 'fleet' | 'every' | 'jobs' | 'shorten-for'): number {
    const value = Number(values[name])
    if (!(value > 0)) throw new TypeError(`--${name} ${values[name]}: a number above 0 is expected`)
    return value
  }
}
