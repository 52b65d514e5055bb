import { refusedDelay } from './circuit.ts'
import type { ApiFailure } from './failure.ts'
import { ProbeTurns } from './probe-turns.ts'

/** What a request is about. */
export interface Subject {
  /** The id of the zone or the account, or the endpoint if the request is about neither. */
  readonly zone: string
  readonly endpoint: string
  /** The request asks whether the credential itself is valid. */
  readonly isVerification: boolean
}

export interface RefusedAnswer {
  readonly failure: ApiFailure
  /** The number of zones that must refuse before the refusals say something about the credential. */
  readonly zonesThatCount: number
  /** The request was the one that was let through to find out. */
  readonly isProbe: boolean
  readonly now: number
  /** A number from 0 to 1. */
  readonly random: number
}

/** An endpoint of a zone that has refused since its last good answer. */
interface Refuser {
  readonly failure: ApiFailure
  readonly refusals: number
  /** The moment before which it is not asked again. */
  readonly heldUntil: number
  /** It refused while the credential was good, so a further refusal says nothing about the credential. */
  readonly isKnown: boolean
}

const refusalsThatCount = 3
/**
 * For so many seconds after an answer that proves a credential good, it is not doubted. A refusal in this time is about the thing
 * that was asked for.
 */
const provedFor = { success: 10, verification: 60 }

/**
 * Finds out whether Cloudflare refuses the credential, or only something that is asked with it. Refusals of one zone, endpoint or
 * permission say nothing about the credential, however often they come. Times are seconds of a monotonic clock.
 */
export class CredentialDoubt {
  readonly #refusers = new Map<string, Refuser>()
  /** The things that have refused since the last success, except those that are known to refuse. */
  readonly #newRefusals = new Set<string>()
  #refusals = 0
  /** The zones in which nothing succeeded, before requests were held back and after. */
  readonly #rounds = { first: new Set<string>(), second: new Set<string>() }
  readonly #turns = new ProbeTurns()
  #provedUntil = Number.NEGATIVE_INFINITY
  #hasSucceeded = false
  #zonesThatCount = 1

  /** Whether so many things refuse and nothing succeeds that the credential itself may be refused. */
  get isSuspected(): boolean {
    return this.#refusals >= refusalsThatCount && this.#rounds.first.size >= this.#zonesThatCount
  }

  /** As `isSuspected`, in two rounds. */
  get isRefusedThroughout(): boolean {
    return this.isSuspected && this.#rounds.second.size >= this.#zonesThatCount
  }

  /** Is called when something has succeeded with this credential. */
  get hasSucceeded(): boolean {
    return this.#hasSucceeded
  }

  /** Why this one thing is not asked for now, or undefined if it may be. */
  heldBack(subject: Subject, now: number): ApiFailure | undefined {
    const refuser = this.#refusers.get(keyOf(subject))
    return refuser && now < refuser.heldUntil ? refuser.failure : undefined
  }

  /** Whether the next probe is to ask another zone than this one. Is called when a request could be the probe. */
  isLeftToOthers({ zone }: Subject, now: number): boolean {
    return this.#turns.isLeftToOthers(zone, now)
  }

  /** Is called when a probe has failed, whatever its answer says. */
  probed({ zone }: Subject, zonesWatched: number): void {
    this.#turns.took(zone, zonesWatched)
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
    // A zone that is watched from now on proves nothing, so it does not end a suspicion.
    this.#zonesThatCount = this.isSuspected ? Math.min(this.#zonesThatCount, zonesThatCount) : zonesThatCount
    this.#newRefusals.add(key)
    this.#refusals += 1
    this.#rounds[isSecond ? 'second' : 'first'].add(subject.zone)
  }

  succeeded(subject: Subject, now: number): void {
    this.#hasSucceeded = true
    this.#proved(now + provedFor.success)
    this.#refusers.delete(keyOf(subject))
  }

  /** Is called when a verification says that the credential is good. */
  verified(now: number): void {
    this.#proved(now + provedFor.verification)
  }

  /** Is called when the credential has another secret. */
  forget(): void {
    this.#refusers.clear()
    this.#hasSucceeded = false
    this.#provedUntil = Number.NEGATIVE_INFINITY
    this.#beginAnew()
  }

  #proved(until: number): void {
    this.#provedUntil = Math.max(this.#provedUntil, until)
    for (const key of this.#newRefusals) {
      const refuser = this.#refusers.get(key)
      if (refuser) this.#refusers.set(key, { ...refuser, isKnown: true })
    }
    this.#beginAnew()
  }

  #beginAnew(): void {
    this.#newRefusals.clear()
    this.#refusals = 0
    this.#rounds.first.clear()
    this.#rounds.second.clear()
    this.#turns.beginAnew()
  }
}

function keyOf({ zone, endpoint }: Subject): string {
  return `${zone} ${endpoint}`
}
