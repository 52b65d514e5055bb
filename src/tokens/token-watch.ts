import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'
import { afterVerification, type TokenStatus } from './token-status.ts'

/** A credential that is a token. */
export interface WatchedToken {
  readonly name: string
  /** Undefined: the token is a user's. */
  readonly accountId: string | undefined
}

export interface TokenWatchOptions {
  readonly verify: (token: WatchedToken, signal: AbortSignal) => Promise<ApiAnswer<TokenAnswer>>
  readonly clock: Clock
  readonly log: Logger
}

const day = 86_400
/** After a verification that said nothing of the token. */
const untilNextTry = 900

interface Watched {
  readonly token: WatchedToken
  readonly status: TokenStatus
  /** When it is to be verified again, by the clock that never jumps. */
  readonly dueAt: number
}

/** Verifies tokens at the start and daily: a token that lapses blinds everything else. */
export class TokenWatch {
  readonly #options: TokenWatchOptions
  readonly #stop = new AbortController()
  #watched: ReadonlyMap<string, Watched> = new Map()
  #wake = new AbortController()
  #loop: Promise<void> | undefined

  constructor(options: TokenWatchOptions) {
    this.#options = options
  }

  get statuses(): readonly TokenStatus[] {
    return [...this.#watched.values()].map(({ status }) => status)
  }

  /** Watches these tokens and no others. What is known of those that stay is kept. */
  watch(tokens: readonly WatchedToken[]): void {
    this.#watched = new Map(
      tokens.map((token) => {
        const known = this.#watched.get(token.name)
        if (known && known.token.accountId === token.accountId) return [token.name, known]
        return [token.name, { token, status: unknown(token), dueAt: this.#options.clock.monotonic() }]
      }),
    )
    this.#wake.abort()
  }

  /** Verifies all of them again now: a secret has changed. */
  verifyAgain(): void {
    const dueAt = this.#options.clock.monotonic()
    this.#watched = new Map([...this.#watched].map(([name, watched]) => [name, { ...watched, dueAt }]))
    this.#wake.abort()
  }

  /** Takes note that requests with a token are refused, or are let in again. */
  noticeRefusal(name: string, refused: boolean): void {
    const watched = this.#watched.get(name)
    if (!watched) return
    if (refused) this.#set({ ...watched, status: { ...watched.status, valid: false } })
    else if (watched.status.valid === false) {
      this.#set({ ...watched, dueAt: this.#options.clock.monotonic() })
      this.#wake.abort()
    }
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

  async #verify(token: WatchedToken): Promise<void> {
    const { verify, clock } = this.#options
    const answer = await verify(token, this.#stop.signal).catch(() => undefined)
    const watched = this.#watched.get(token.name)
    if (!answer || !watched) return
    const status = afterVerification(watched.status, answer, token.accountId !== undefined)
    this.#report(watched.status, status, answer)
    const saysSomething = answer.ok || answer.failure.reason === 'auth'
    this.#set({ token: watched.token, status, dueAt: clock.monotonic() + (saysSomething ? day : untilNextTry) })
  }

  #set(watched: Watched): void {
    this.#watched = new Map(this.#watched).set(watched.token.name, watched)
  }

  #report(before: TokenStatus, { credentials, valid, expiresOn }: TokenStatus, answer: ApiAnswer<TokenAnswer>): void {
    const { log } = this.#options
    const expiry = expiresOn === undefined ? undefined : new Date(expiresOn * 1000).toISOString()
    const fields = { event: 'token_verified', credentials, valid, expiry }
    if (valid && before.valid !== true)
      log.info(fields, `${credentials}: the token is valid${expiry ? ` until ${expiry}` : ''}`)
    if (valid === false && before.valid !== false)
      log.error(fields, `${credentials}: Cloudflare says that the token is not valid`)
    if (answer.ok || valid === false) return
    const { reason, detail } = answer.failure
    const hint = reason === 'auth' ? ': where it belongs to an account, account_id has to be set beside it' : ''
    log.warn(
      { ...fields, event: 'token_unverified', reason, detail },
      `${credentials}: the token could not be verified${hint}`,
    )
  }
}

function unknown({ name }: WatchedToken): TokenStatus {
  return { credentials: name, valid: undefined, expiresOn: undefined }
}
