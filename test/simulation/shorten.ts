import { happenings, type RunOptions, type RunResult } from './run.ts'
import { runWithRules } from './run-with-rules.ts'

/** The same failure in fewer days and with as few happenings as it needs. */
export async function shortened(failed: RunResult): Promise<RunResult> {
  let shortest = await atItsEnd(failed)
  for (const name of Object.keys(happenings)) {
    const { options } = shortest
    const fewer = await runWithRules({ ...options, without: [...(options.without ?? []), name] })
    if (isSame(fewer, failed)) shortest = await atItsEnd(fewer)
  }
  return shortest
}

/** Without the days that come after it. */
async function atItsEnd(failed: RunResult): Promise<RunResult> {
  const at = failed.violation?.at ?? 0
  const days = Math.ceil(at / 8640 + 0.001) / 10
  const options: RunOptions = { ...failed.options, days: Math.min(failed.options.days, days) }
  return runWithRules(options)
}

function isSame({ violation }: RunResult, failed: RunResult): boolean {
  return violation !== undefined && violation.invariant === failed.violation?.invariant
}
