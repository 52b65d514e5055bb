import { type CheckFailureReason, checkFailures } from '../inventory/check-failure.ts'
import type { JudgedThing } from './judged-thing.ts'

/** A reason for which things cannot be read that lies in none of them. It is said once, and not beside each of them. */
export interface Cause {
  readonly credentials: string
  readonly reason: CheckFailureReason
  readonly meaning: string
  readonly action: string
  /** As it was said of one of them. */
  readonly detail: string
  /** How many things cannot be read for it. */
  readonly count: number
}

/** Every cause that several things share, the one with the most first. */
export function causesOf(things: readonly JudgedThing[]): readonly Cause[] {
  const failed = things.flatMap(({ credentials, reading }) =>
    credentials !== undefined && reading?.failure && isOfNoThing(reading.failure.reason)
      ? [{ credentials, failure: reading.failure }]
      : [],
  )
  const groups = Map.groupBy(failed, ({ credentials, failure }) => `${failure.reason} ${credentials}`)
  const causes = [...groups.values()].flatMap(([first, ...others]): Cause[] => {
    if (!first || others.length === 0) return []
    const { reason, detail } = first.failure
    const { sentence: meaning, remedy: action } = checkFailures[reason]
    return [{ credentials: first.credentials, reason, meaning, action, detail, count: others.length + 1 }]
  })
  return causes.sort((a, b) => b.count - a.count)
}

/** Whether the reason why a thing cannot be read is one of these causes. */
export function isCausedBy({ credentials, reading }: JudgedThing, causes: readonly Cause[]): boolean {
  const reason = reading?.failure?.reason
  return causes.some((cause) => cause.reason === reason && cause.credentials === credentials)
}

/** Whether the reason lies with the credential, the network or Cloudflare, and not with the thing that was asked for. */
function isOfNoThing(reason: CheckFailureReason): boolean {
  const { isOfCredential, isOutage } = checkFailures[reason]
  return isOfCredential || isOutage
}
