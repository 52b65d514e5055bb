import type { OpenCircuit } from './circuit.ts'
import type { CredentialHealthObserver } from './credential-health.ts'
import type { ApiFailure } from './failure.ts'
import type { RateLimit } from './rate-limit-header.ts'

/** A request that may be sent. Its holder says how it ended, or gives it back. */
export interface Admission {
  readonly ok: true
  answered(failure: ApiFailure | undefined, rateLimit: RateLimit | undefined): void
  abandoned(): void
}

/** A request that is not sent, because the last requests that were sent had this failure. */
export interface Refusal {
  readonly ok: false
  readonly failure: ApiFailure
}

export interface HeldBack {
  readonly cause: OpenCircuit['cause']
  readonly failure: ApiFailure
  /** Seconds until the next probe may go. */
  readonly seconds: number
}

export interface GateOptions {
  readonly requestsPer5m: number
  /** The number of zones that are watched with this credential now. */
  readonly zonesWatched: () => number
}

export interface GateObserver extends CredentialHealthObserver {
  /**
   * Is called when the credential may be refused. Returns a promise if a verification of it has begun, and everybody waits until
   * that settles. The verdict comes by `verified` before. Returns undefined if nothing can be asked.
   */
  suspected(): Promise<void> | undefined
}

export const nobody: GateObserver = {
  circuit: () => undefined,
  suspected: () => undefined,
  refusedThroughout: () => undefined,
}
