import { refusedDelay } from './circuit.ts'
import type { ApiFailure } from './failure.ts'

/** What a request is about. */
export interface Subject {
  /** The zone's id; for what is in no zone, the endpoint. */
  readonly zone: string
  readonly endpoint: string
  /** It asks what the credential itself is worth. */
  readonly isVerification: boolean
}

export interface RefusedAnswer {
  readonly failure: ApiFailure
  /** In how many zones there have to be refusals, before they say something of the credential. */
  readonly zonesThatCount: number
  /** It was the one request that was let through to find out. */
  readonly isProbe: boolean
  readonly now: number
  /** From 0 to 1. */
  readonly random: number
}

/** An endpoint of a zone that has refused since it last answered well. */
interface Refuser {
  readonly failure: ApiFailure
  readonly refusals: number
  /** It is not asked before. */
  readonly heldUntil: number
  /** It refused while the credential was good: that it goes on says nothing of the credential. */
  readonly isKnown: boolean
}

const refusalsThatCount = 3
/** So long after an answer that proves it the credential is not doubted, in seconds: what refuses then does so on its own account. */
const provedFor = { success: 10, verification: 60 }

/**
 * Tells apart whether Cloudflare refuses the credential, or something that is asked with it. One zone, endpoint or permission that
 * refuses, however often, says nothing of the credential. Times are seconds of a clock that never jumps.
 */
export class CredentialDoubt {
  readonly #refusers = new Map<string, Refuser>()
  /** Refused since anything last succeeded, and not known to. */
  readonly #news = new Set<string>()
  #refusals = 0
  /** The zones in which nothing succeeded: before requests were held back, and after. */
  readonly #rounds = { first: new Set<string>(), second: new Set<string>() }
  #provedUntil = Number.NEGATIVE_INFINITY
  #hasSucceeded = false
  #zonesThatCount = 1

  /** Nothing succeeds over so many things that the credential itself may be refused. */
  get isSuspected(): boolean {
    return this.#refusals >= refusalsThatCount && this.#rounds.first.size >= this.#zonesThatCount
  }

  /** As `isSuspected`, in two rounds. */
  get isRefusedThroughout(): boolean {
    return this.isSuspected && this.#rounds.second.size >= this.#zonesThatCount
  }

  /** Something has succeeded with this credential. */
  get hasSucceeded(): boolean {
    return this.#hasSucceeded
  }

  /** Why this one thing is not asked for now. */
  heldBack(subject: Subject, now: number): ApiFailure | undefined {
    const refuser = this.#refusers.get(keyOf(subject))
    return refuser && now < refuser.heldUntil ? refuser.failure : undefined
  }

  refused(subject: Subject, answer: RefusedAnswer): void {
    const { failure, now, random, isProbe, zonesThatCount } = answer
    const key = keyOf(subject)
    const before = this.#refusers.get(key)
    const refusals = (before?.refusals ?? 0) + 1
    const isKnown = before?.isKnown === true || now < this.#provedUntil
    const heldUntil = refusals < refusalsThatCount ? now : now + refusedDelay(refusals - refusalsThatCount, random)
    this.#refusers.set(key, { failure, refusals, heldUntil, isKnown })
    if (isKnown) return
    const isSecond = isProbe && this.isSuspected
    this.#zonesThatCount = zonesThatCount
    this.#news.add(key)
    this.#refusals += 1
    this.#rounds[isSecond ? 'second' : 'first'].add(subject.zone)
  }

  succeeded(subject: Subject, now: number): void {
    this.#hasSucceeded = true
    this.#proved(now + provedFor.success)
    this.#refusers.delete(keyOf(subject))
  }

  /** A verification says that the credential is good. */
  verified(now: number): void {
    this.#proved(now + provedFor.verification)
  }

  /** Another secret stands for the credential. */
  forget(): void {
    this.#refusers.clear()
    this.#hasSucceeded = false
    this.#provedUntil = Number.NEGATIVE_INFINITY
    this.#beginAnew()
  }

  #proved(until: number): void {
    this.#provedUntil = Math.max(this.#provedUntil, until)
    for (const key of this.#news) {
      const refuser = this.#refusers.get(key)
      if (refuser) this.#refusers.set(key, { ...refuser, isKnown: true })
    }
    this.#beginAnew()
  }

  #beginAnew(): void {
    this.#news.clear()
    this.#refusals = 0
    this.#rounds.first.clear()
    this.#rounds.second.clear()
  }
}

function keyOf({ zone, endpoint }: Subject): string {
  return `${zone} ${endpoint}`
}
