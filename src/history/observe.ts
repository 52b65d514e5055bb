import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import {
  type CertificateHistory,
  type Change,
  type ChangeWord,
  type Histories,
  isRotation,
  type Observation,
} from './model.ts'

export const keptFor: Seconds = 90 * 86_400
export const mostChanges = 40
export const fingerprintLength = 8

const nothing: CertificateHistory = { changes: [], inUse: undefined, fingerprint: undefined }

/**
 * What is known after one more look at everything that is watched. What is not watched any more is kept until its last change is too old,
 * because an entry that is taken out of the configuration may come back. Histories in which nothing changed stay the same objects.
 */
export function observe(before: Histories, observations: readonly Observation[], now: UnixSeconds): Histories {
  const at = Math.floor(now / 60) * 60
  const after = new Map<string, CertificateHistory>()
  for (const [key, history] of before) {
    if ((history.changes.at(-1)?.at ?? 0) >= at - keptFor) after.set(key, history)
  }
  for (const observation of observations) {
    const { key } = observation
    const history = withObservation(before.get(key) ?? nothing, observation, at)
    // One that has not been asked for yet keeps its history, however old that is.
    if (history.changes.length > 0) after.set(key, history)
  }
  return after
}

function withObservation(before: CertificateHistory, seen: Observation, at: UnixSeconds): CertificateHistory {
  const inUse = seen.inUse ?? before.inUse
  const fingerprint = seen.fingerprint?.slice(0, fingerprintLength) ?? before.fingerprint
  const words = [...rotationsBetween(before, { inUse, fingerprint }), ...stateBetween(before, seen)]
  const changes = shortened([...before.changes, ...words.map((word) => ({ at, word }))], at)
  const isSame =
    changes.length === before.changes.length &&
    words.length === 0 &&
    before.inUse === inUse &&
    before.fingerprint === fingerprint
  return isSame ? before : { changes, inUse, fingerprint }
}

/** None at the first sight: it is not known since when it is so. */
function rotationsBetween(
  before: CertificateHistory,
  now: Pick<CertificateHistory, 'inUse' | 'fingerprint'>,
): readonly ChangeWord[] {
  const isRenewed = before.fingerprint !== undefined && before.fingerprint !== now.fingerprint
  const isMoved = before.inUse !== undefined && before.inUse !== now.inUse
  return [
    ...(isRenewed ? (['renewed'] as const) : []),
    ...(isMoved ? ([now.inUse ? 'presented' : 'replaced'] as const) : []),
  ]
}

function stateBetween({ changes }: CertificateHistory, { state }: Observation): readonly ChangeWord[] {
  if (state === undefined) return []
  const last = changes.findLast(({ word }) => !isRotation(word))
  return last?.word === state ? [] : [state]
}

/** The last state from before the 90 days stays, for it says how they began. */
function shortened(changes: readonly Change[], at: UnixSeconds): readonly Change[] {
  const start = at - keptFor
  const beginning = changes.findLastIndex((change) => change.at < start && !isRotation(change.word))
  return changes.filter((change, i) => i === beginning || change.at >= start).slice(-mostChanges)
}
