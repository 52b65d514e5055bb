import { checkFailures } from '../../inventory/check-failure.ts'
import type { ReadHistory } from '../../inventory/snapshot.ts'
import { minuteOf } from '../instant.ts'

/** What is so where something is not read. Why is said beside it, or once for everything that has the same cause. */
export function unreadSentence(subject: string, { lastCheck, lastSuccess, failure }: ReadHistory): string {
  if (lastCheck === undefined) return `${subject} has not been asked for yet.`
  if (lastSuccess !== undefined)
    return `${subject} could not be read since ${minuteOf(lastSuccess)}. The last known values are shown.`
  if (failure?.reason === 'not_found') return `${checkFailures.not_found.sentence}.`
  return `${subject} could not be read yet.`
}

export function unreadAction({ lastCheck, failure }: ReadHistory): string {
  if (lastCheck === undefined) return 'Wait: it has not been asked for yet'
  return failure ? checkFailures[failure.reason].remedy : 'Find out why nothing is known of it'
}
