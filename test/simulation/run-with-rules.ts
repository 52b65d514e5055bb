import { complaintOfRules } from './prometheus/promtool.ts'
import { type RunLimits, type RunOptions, type RunResult, run } from './run.ts'

/**
 * As `run`; where windows are recorded, promtool evaluates the rules over them too.
 * @param rules the path of others than the shipped ones
 */
export async function runWithRules(
  options: RunOptions,
  { rules, ...limits }: RunLimits & { readonly rules?: string | undefined } = {},
): Promise<RunResult> {
  const result = await run(options, limits)
  if (result.violation || result.windows.length === 0) return result
  const text = await complaintOfRules(result.windows, rules)
  if (text === undefined) return result
  return { ...result, violation: { at: result.world.time.now, invariant: 'the shipped rules', text, about: [] } }
}
