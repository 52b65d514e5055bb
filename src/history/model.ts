import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateState, certificateStates } from '../judgement/certificate-states.ts'

/**
 * `presented`: hostnames or its zone began to present it. `replaced`: nothing presents it any more. `renewed`: another certificate stands
 * under the same id.
 */
export const rotations = ['presented', 'replaced', 'renewed'] as const
export type Rotation = (typeof rotations)[number]

export const changeWords = [...certificateStates, ...rotations] as const
export type ChangeWord = CertificateState | Rotation

/** From this moment on the certificate was in this state, or then it was rotated. Moments are those of whole minutes. */
export interface Change {
  readonly at: UnixSeconds
  readonly word: ChangeWord
}

/** What was last seen of a certificate, and what has changed, the oldest first. */
export interface CertificateHistory {
  readonly changes: readonly Change[]
  /** Undefined if it was not known. */
  readonly inUse: boolean | undefined
  /** The beginning of the SHA-256 fingerprint. Undefined if it was not known. */
  readonly fingerprint: string | undefined
}

/** By key, `kind/scope_id/certificate_id`. */
export type Histories = ReadonlyMap<string, CertificateHistory>

/** A certificate at one moment. */
export interface Observation {
  readonly key: string
  /** Undefined if it has not been asked for yet. */
  readonly state: CertificateState | undefined
  readonly inUse: boolean | undefined
  /** The whole SHA-256 fingerprint. Undefined if it is not known. */
  readonly fingerprint: string | undefined
}

export function isRotation(word: ChangeWord): word is Rotation {
  return rotations.some((rotation) => rotation === word)
}
