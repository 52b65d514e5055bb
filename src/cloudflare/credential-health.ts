import {
  type Answered,
  afterAnswer,
  afterOutageFailure,
  afterRefusal,
  type Circuit,
  closedCircuit,
  looksLikeOutage,
  type OpenCircuit,
  openUntil,
  zonesNeeded,
} from './circuit.ts'
import { CredentialDoubt, type Subject } from './credential-doubt.ts'
import { type ApiFailure, apiFailureReasons } from './failure.ts'

/** Is called when the state of a credential changes. */
export interface CredentialHealthObserver {
  /** Requests are held back, with the cause. Undefined if requests are sent normally again. */
  circuit(open: OpenCircuit | undefined): void
  /** Whether nothing has succeeded with the credential in two rounds over three zones, or over all zones if there are fewer. */
  refusedThroughout(isSo: boolean): void
}

/**
 * Follows the state of a credential by the answers to it: whether Cloudflare can be reached, and whether it accepts the credential.
 */
export class CredentialHealth {
  readonly #observer: CredentialHealthObserver
  readonly #doubt = new CredentialDoubt()
  #circuit: Circuit = closedCircuit
  #isRefusedThroughout = false

  constructor(observer: CredentialHealthObserver) {
    this.#observer = observer
  }

  /** Present while only probes are sent. */
  get open(): OpenCircuit | undefined {
    return this.#circuit.open
  }

  /** Whether nothing succeeds any more with the credential, or undefined if that is unknown. */
  get isRefused(): boolean | undefined {
    if (this.#doubt.isRefusedThroughout) return true
    return this.#doubt.hasSucceeded ? false : undefined
  }

  /** Why this one thing is not asked for now, or undefined if it may be. */
  heldBack(subject: Subject, now: number): ApiFailure | undefined {
    return this.#doubt.heldBack(subject, now)
  }

  /** Why a request is not sent while a circuit is open, or undefined if it is the probe. */
  notTheProbe({ probeAt, cause, failure }: OpenCircuit, subject: Subject, now: number): ApiFailure | undefined {
    const isHeldBack = now < probeAt || (cause === 'refused' && this.#doubt.isLeftToOthers(subject, now))
    return isHeldBack ? failure : undefined
  }

  /** @param failure undefined if the request succeeded */
  answered(failure: ApiFailure | undefined, subject: Subject, answer: Omit<Answered, 'zone'>): void {
    this.#become(this.#judge(failure, subject, { ...answer, zone: subject.zone }))
  }

  /** Is called when a verification says that the credential is good. Refusals are then about the things that were asked for. */
  verified(now: number): void {
    this.#doubt.verified(now)
    this.#become(this.open?.cause === 'refused' ? closedCircuit : this.#circuit)
  }

  /** Is called when the credential has another secret. */
  forget(): void {
    this.#doubt.forget()
    this.#become(this.open?.cause === 'outage' ? this.#circuit : closedCircuit)
  }

  /** Is called when Cloudflare has given a time before which it wants no request. */
  pauseUntil(probeAt: number, failure: ApiFailure): void {
    this.#become(openUntil(this.#circuit, probeAt, failure))
  }

  #judge(failure: ApiFailure | undefined, subject: Subject, answered: Answered): Circuit {
    if (failure && looksLikeOutage(failure)) return afterOutageFailure(this.#circuit, failure, answered)
    // The caller that asked for the verification reports what it says about the credential.
    if (subject.isVerification) return afterAnswer(this.#circuit)
    const says = failure ? apiFailureReasons[failure.reason].saysOfCredential : 'accepted'
    if (!failure || says === 'accepted') {
      this.#doubt.succeeded(subject, answered.now)
      return closedCircuit
    }
    const { now, random, zonesWatched } = answered
    const isProbe = this.open?.cause === 'refused' && now >= this.open.probeAt
    if (isProbe) this.#doubt.probed(subject, zonesWatched)
    if (says === 'refused') {
      this.#doubt.refused(subject, { failure, now, random, isProbe, zonesThatCount: zonesNeeded(zonesWatched) })
    }
    return this.#doubt.isSuspected ? afterRefusal(this.#circuit, failure, answered) : afterAnswer(this.#circuit)
  }

  #become(next: Circuit): void {
    const before = this.open?.cause
    this.#circuit = next
    if (next.open?.cause !== before) this.#observer.circuit(next.open)
    const isSo = this.#doubt.isRefusedThroughout
    if (isSo === this.#isRefusedThroughout) return
    this.#isRefusedThroughout = isSo
    this.#observer.refusedThroughout(isSo)
  }
}
