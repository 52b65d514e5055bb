import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { ReadHistory } from './snapshot.ts'

/** Whether a reading worked not too long ago. After the clock was set back, one from the future does not count for ever. */
export function isFresh({ lastSuccess }: ReadHistory, staleAfter: Seconds, now: UnixSeconds): boolean {
  return lastSuccess !== undefined && Math.abs(now - lastSuccess) <= staleAfter
}
