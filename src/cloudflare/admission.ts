import type { OpenCircuit } from './circuit.ts'
import type { CredentialHealthObserver } from './credential-health.ts'
import type { ApiFailure } from './failure.ts'
import type { RateLimit } from './rate-limit-header.ts'

/** A request that may be sent. Whoever holds it says how it ended, or gives it back. */
export interface Admission {
  readonly ok: true
  answered(failure: ApiFailure | undefined, rateLimit: RateLimit | undefined): void
  abandoned(): void
}

/** A request that is not sent, because the last ones that were had this failure. */
export interface Refusal {
  readonly ok: false
  readonly failure: ApiFailure
}

export interface HeldBack {
  readonly cause: OpenCircuit['cause']
  readonly failure: ApiFailure
  /** Until the next probe may go. */
  readonly seconds: number
}

export interface GateOptions {
  readonly requestsPer5m: number
  /** How many zones are watched with this credential by now. */
  readonly zonesWatched: () => number
}

export interface GateObserver extends CredentialHealthObserver {
  /**
   * The credential may be refused. Everybody waits until what is given has settled: a verification, whose verdict comes by
   * `verified` before that. Undefined: there is nothing to ask.
   */
  suspected(): Promise<void> | undefined
}

export const nobody: GateObserver = {
  circuit: () => undefined,
  suspected: () => undefined,
  refusedThroughout: () => undefined,
}
