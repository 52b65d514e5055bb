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
import type { ApiFailure } from './failure.ts'

/** Is told what becomes of a credential. */
export interface CredentialHealthObserver {
  /** Requests are held back, with the cause; undefined: they go as they come again. */
  circuit(open: OpenCircuit | undefined): void
  /** Whether nothing has succeeded with it in two rounds over three zones, or over all there are. */
  refusedThroughout(isSo: boolean): void
}

/** How a credential stands by the answers that it got: whether Cloudflare can be reached, and whether it lets it in. */
export class CredentialHealth {
  readonly #observer: CredentialHealthObserver
  readonly #doubt = new CredentialDoubt()
  #circuit: Circuit = closedCircuit
  #isRefusedThroughout = false

  constructor(observer: CredentialHealthObserver) {
    this.#observer = observer
  }

  /** Present while nothing but probes is sent. */
  get open(): OpenCircuit | undefined {
    return this.#circuit.open
  }

  /** Whether nothing succeeds with it any more; undefined where nothing is known. */
  get isRefused(): boolean | undefined {
    if (this.#doubt.isRefusedThroughout) return true
    return this.#doubt.hasSucceeded ? false : undefined
  }

  /** Why this one thing is not asked for now. */
  heldBack(subject: Subject, now: number): ApiFailure | undefined {
    return this.#doubt.heldBack(subject, now)
  }

  /** @param failure undefined: it succeeded */
  answered(failure: ApiFailure | undefined, subject: Subject, answer: Omit<Answered, 'zone'>): void {
    this.#become(this.#judge(failure, subject, { ...answer, zone: subject.zone }))
  }

  /** A verification says that the credential is good: what refuses does so on its own account. */
  verified(now: number): void {
    this.#doubt.verified(now)
    this.#become(this.open?.cause === 'refused' ? closedCircuit : this.#circuit)
  }

  /** Another secret stands for the credential. */
  forget(): void {
    this.#doubt.forget()
    this.#become(this.open?.cause === 'outage' ? this.#circuit : closedCircuit)
  }

  /** Cloudflare has named a time before which it wants to hear nothing. */
  pauseUntil(probeAt: number, failure: ApiFailure): void {
    this.#become(openUntil(this.#circuit, probeAt, failure))
  }

  #judge(failure: ApiFailure | undefined, subject: Subject, answered: Answered): Circuit {
    if (failure && looksLikeOutage(failure)) return afterOutageFailure(this.#circuit, failure, answered)
    // What it says of the credential, whoever asked for it tells.
    if (subject.isVerification) return afterAnswer(this.#circuit)
    // Who is told that there is no such thing was let in.
    if (!failure || failure.reason === 'not_found') {
      this.#doubt.succeeded(subject, answered.now)
      return closedCircuit
    }
    if (failure.reason === 'auth') {
      const { now, random, zonesWatched } = answered
      const isProbe = this.open?.cause === 'refused' && now >= this.open.probeAt
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
