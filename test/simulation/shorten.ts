import { happenings, type RunOptions, type RunResult } from './run.ts'
import { runWithRules } from './run-with-rules.ts'

export interface Shortening {
  /** Seconds of the processor that this process has taken. */
  readonly cpuSeconds: () => number
  /** It ends after so many of them, with the shortest that it has. */
  readonly limit: number
  /** Is called with a line after each trial. */
  readonly tell: (line: string) => void
  /** Lives through a trial. It may give up when `isOver` says so. */
  readonly live?: (options: RunOptions, isOver: () => boolean) => Promise<RunResult>
}

type Live = NonNullable<Shortening['live']>

const asEver: Live = (options, isOver) => runWithRules(options, { isOver })

/**
 * The same failure in fewer days and with as few happenings as it needs. Halves of what happens are left out first, then quarters, and at
 * last one at a time; each trial ends on the day of the failure before.
 */
export async function shortened(
  failed: RunResult,
  { cpuSeconds, limit, tell, live = asEver }: Shortening,
): Promise<RunResult> {
  const end = cpuSeconds() + limit
  const isOver = () => cpuSeconds() > end
  let shortest = atItsEnd(failed)
  for (let size = Math.ceil(happening(shortest).length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (const names of inRuns(happening(shortest), size)) {
      if (isOver()) {
        tell(`shortening ends after ${limit} s of the processor, with the shortest so far`)
        return shortest
      }
      const { options } = shortest
      const fewer = await live({ ...options, without: [...(options.without ?? []), ...names] }, isOver)
      const isLeftOut = isSame(fewer, failed)
      if (isLeftOut) shortest = atItsEnd(fewer)
      tell(trialText(shortest, isLeftOut, names))
    }
  }
  return shortest
}

/** What may happen in it. */
function happening({ options: { without = [] } }: RunResult): readonly string[] {
  return Object.keys(happenings).filter((name) => !without.includes(name))
}

function inRuns(names: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(names.length / size) }, (_, i) => names.slice(i * size, (i + 1) * size))
}

/** Without the days that come after it. The places of windows follow from the days, so with windows all of them are needed. */
function atItsEnd(failed: RunResult): RunResult {
  const { options, violation } = failed
  if (!violation || (options.windows ?? 0) > 0) return failed
  const days = Math.ceil(violation.at / 8640 + 0.001) / 10
  return { ...failed, options: { ...options, days: Math.min(options.days, days) } }
}

function isSame({ violation }: RunResult, failed: RunResult): boolean {
  return violation !== undefined && violation.invariant === failed.violation?.invariant
}

function trialText(shortest: RunResult, isLeftOut: boolean, names: readonly string[]): string {
  const left = `${shortest.options.days} days, ${happening(shortest).length} kinds of happenings`
  return `${left}: it ${isLeftOut ? 'fails without' : 'needs some of'} ${names.join(', ')}`
}
