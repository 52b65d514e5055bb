import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateState, certificateStates } from '../judgement/certificate-states.ts'
import { type Change, isRotation } from './model.ts'

/** One day in UTC. */
export interface Day {
  /** The most urgent state of that day. Undefined if nobody looked yet. */
  readonly state: CertificateState | undefined
  readonly isRotated: boolean
}

export const daysShown = 90
const day = 86_400

/** The last 90 days, the oldest first. The last one is today, so that the answer is the same until midnight unless something changes. */
export function daysOf(changes: readonly Change[], now: UnixSeconds): readonly Day[] {
  const end = (Math.floor(now / day) + 1) * day
  let next = 0
  let state: CertificateState | undefined
  return Array.from({ length: daysShown }, (_, i) => {
    const until = end - (daysShown - 1 - i) * day
    const begin = until - day
    let worst = state
    let isRotated = false
    for (; next < changes.length; next++) {
      const change = changes[next]
      if (!change || change.at >= until) break
      if (isRotation(change.word)) {
        isRotated ||= change.at >= begin
        continue
      }
      state = change.word
      worst = change.at <= begin ? state : moreUrgent(worst, state)
    }
    return { state: worst, isRotated }
  })
}

function moreUrgent(a: CertificateState | undefined, b: CertificateState): CertificateState {
  return a !== undefined && certificateStates.indexOf(a) < certificateStates.indexOf(b) ? a : b
}
