import type { Logger } from 'pino'
import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'
import { linesAboutToken } from './token-log.ts'
import { afterVerification, type TokenStatus, verdictOf } from './token-status.ts'

/** A credential that is a token. */
export interface WatchedToken {
  readonly name: string
  /** Undefined if the token belongs to a user. */
  readonly accountId: string | undefined
  /** The path of the file with its secret. Another file may have another secret. Undefined if it is in no file. */
  readonly path: string | undefined
}

export interface TokenWatchOptions {
  readonly verify: (token: WatchedToken, signal: AbortSignal) => Promise<ApiAnswer<TokenAnswer>>
  /** Is called after each verification that says that a token is good. */
  readonly verified: (name: string) => void
  /** Whether nothing succeeds any more with a token. */
  readonly isRefusedThroughout: (name: string) => boolean
  readonly clock: Clock
  readonly log: Logger
}

const day = 86_400
/** Seconds until the next try after a verification that said nothing about the token, or called one invalid with which something succeeds. */
const untilNextTry = 900
/** Cloudflare's clock may be behind. */
const afterItsEnd = 60
/** The fewest seconds between two verifications of a suspected token. */
const untilNextSuspicion = 60

interface Watched {
  readonly token: WatchedToken
  readonly status: TokenStatus
  /** When it is to be verified again, in seconds of the monotonic clock. */
  readonly dueAt: number
  /** The secret that was last verified as good at the present endpoint. */
  readonly wasVerified: boolean
  /** When it was last verified because it was suspected, in seconds of the monotonic clock. */
  readonly suspectedAt: number
}

/** Verifies tokens at the start, daily and at their ends, because with an expired token nothing can be read any more. */
export class TokenWatch {
  readonly #options: TokenWatchOptions
  readonly #stop = new AbortController()
  #watched: ReadonlyMap<string, Watched> = new Map()
  readonly #verifying = new Map<string, Promise<void>>()
  #wake = new AbortController()
  #loop: Promise<void> | undefined

  constructor(options: TokenWatchOptions) {
    this.#options = options
  }

  get statuses(): readonly TokenStatus[] {
    return [...this.#watched.values()].map(({ status }) => status)
  }

  /** Watches exactly these tokens from now on. What is known of those that stay is kept. */
  watch(tokens: readonly WatchedToken[]): void {
    const now = this.#options.clock.monotonic()
    this.#watched = new Map(tokens.map((token) => [token.name, after(this.#watched.get(token.name), token, now)]))
    this.#wake.abort()
  }

  /** Verifies all tokens now, because a secret has changed. */
  verifyAgain(): void {
    const dueAt = this.#options.clock.monotonic()
    this.#watched = new Map([...this.#watched].map(([name, each]) => [name, { ...each, dueAt, wasVerified: false }]))
    this.#wake.abort()
  }

  /**
   * Verifies a token now, because it may be refused. Never rejects.
   * @returns undefined if there is nothing to verify, or if it was verified a moment ago
   */
  suspect(name: string): Promise<void> | undefined {
    const watched = this.#watched.get(name)
    const now = this.#options.clock.monotonic()
    if (!watched || now < watched.suspectedAt + untilNextSuspicion) return undefined
    this.#set({ ...watched, suspectedAt: now })
    return this.#verify(watched.token)
  }

  /** Is called when nothing succeeds any more with a token, or something does again. */
  refusedThroughout(name: string, isSo: boolean): void {
    const watched = this.#watched.get(name)
    if (!watched) return
    const { status } = watched
    if (isSo && status.isUnverifiable) this.#change(watched, { ...status, valid: false })
    if (!isSo && status.isUnverifiable && status.valid === false) this.#change(watched, { ...status, valid: undefined })
  }

  /** Is called when something succeeds with a token that was refused. */
  letIn(name: string): void {
    const watched = this.#watched.get(name)
    if (watched?.status.valid !== false) return
    this.#set({ ...watched, dueAt: this.#options.clock.monotonic() })
    this.#wake.abort()
  }

  start(): void {
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('shutting down'))
    await this.#loop
  }

  async #run(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      this.#wake = new AbortController()
      const due = [...this.#watched.values()].filter(({ dueAt }) => dueAt <= clock.monotonic())
      await Promise.all(due.map(({ token }) => this.#verify(token)))
      const next = Math.min(day, ...[...this.#watched.values()].map(({ dueAt }) => dueAt - clock.monotonic()))
      await clock.sleep(Math.max(0, next), AbortSignal.any([signal, this.#wake.signal])).catch(() => undefined)
    }
  }

  /** One after the other: of two answers on their way the older one could come last. */
  #verify(token: WatchedToken): Promise<void> {
    const before = this.#verifying.get(token.name) ?? Promise.resolve()
    const verifying = before.then(() => this.#ask(token))
    this.#verifying.set(token.name, verifying)
    return verifying
  }

  async #ask(token: WatchedToken): Promise<void> {
    const { verify, verified, isRefusedThroughout, clock } = this.#options
    const answer = await verify(token, this.#stop.signal).catch(() => undefined)
    const watched = this.#watched.get(token.name)
    if (!answer || !watched) return
    const verdict = verdictOf(answer, token.accountId !== undefined || watched.wasVerified)
    const status = afterVerification(watched.status, verdict, answer, isRefusedThroughout(token.name))
    const isInDoubt = verdict === 'nothing' || (verdict === 'refused' && !isRefusedThroughout(token.name))
    const dueAt = clock.monotonic() + (isInDoubt ? untilNextTry : untilNextVerification(status, clock.now()))
    this.#change({ ...watched, dueAt, wasVerified: watched.wasVerified || verdict === 'good' }, status, answer)
    if (verdict === 'good') verified(token.name)
  }

  #change(watched: Watched, status: TokenStatus, answer?: ApiAnswer<TokenAnswer>): void {
    this.#set({ ...watched, status })
    for (const { level, fields, message } of linesAboutToken(watched.status, status, answer))
      this.#options.log[level](fields, message)
  }

  #set(watched: Watched): void {
    this.#watched = new Map(this.#watched).set(watched.token.name, watched)
  }
}

/** A day, or until shortly after its end: Cloudflare refuses it from then on, and somebody has to hear of that. */
function untilNextVerification({ valid, expiresOn }: TokenStatus, now: UnixSeconds): Seconds {
  if (!valid || expiresOn === undefined) return day
  const left = expiresOn + afterItsEnd - now
  return left > 0 ? Math.min(day, left) : untilNextTry
}

/** What is known of a token that may have been watched before. Where its secret is in another file it is due. */
function after(before: Watched | undefined, token: WatchedToken, now: number): Watched {
  if (!before || before.token.accountId !== token.accountId) return unknown(token, now)
  return before.token.path === token.path ? before : { ...before, token, dueAt: now, wasVerified: false }
}

function unknown(token: WatchedToken, dueAt: number): Watched {
  const status = { credentials: token.name, valid: undefined, expiresOn: undefined, isUnverifiable: false }
  return { token, status, dueAt, wasVerified: false, suspectedAt: Number.NEGATIVE_INFINITY }
}
