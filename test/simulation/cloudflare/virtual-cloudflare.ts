import type { RawAnswer, Transmission, Transport } from '../../../src/cloudflare/transport.ts'
import type { Answer } from '../../../src/simulator/api/answer.ts'
import { type Credentials, defaultCredentials } from '../../../src/simulator/api/credentials.ts'
import { failure } from '../../../src/simulator/api/envelope.ts'
import { apiInstant } from '../../../src/simulator/api/records.ts'
import { exampleAccount } from '../../../src/simulator/fleet/zones.ts'
import { bodyOf, type CloudflareInMemory, cloudflareInMemory } from '../../../src/simulator/in-memory.ts'
import type { AbortListeners } from '../host/abort-listeners.ts'
import type { Chance } from '../world/chance.ts'
import { EmptyListings } from './empty-listings.ts'
import { disturbed, type Weather } from './weather.ts'

export const baseUrl = 'https://api.cloudflare.com/client/v4'

/** What a process gives for its requests. */
export interface Caller {
  readonly name: string
  /** Runs after so many seconds, and never if the process is gone. */
  readonly after: (seconds: number, run: () => void) => void
  readonly requested: (url: string) => void
  readonly abortListeners: AbortListeners
  readonly answered: (url: string, status: number | string) => void
}

export interface VirtualCloudflareOptions {
  readonly weather: Weather
  readonly chance: Chance
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
}

/** Cloudflare's API and the way there, without a socket. */
export class VirtualCloudflare {
  readonly core: CloudflareInMemory
  /** The tokens that are valid, and what they may see. */
  readonly credentials: Credentials[] = []
  readonly emptyListings = new EmptyListings()
  /** The ids of the zones and accounts that no token may see. */
  readonly closed = new Set<string>()
  readonly #options: VirtualCloudflareOptions

  constructor(options: VirtualCloudflareOptions) {
    this.#options = options
    this.core = cloudflareInMemory({
      fleet: { zones: [], certificates: [], accounts: [exampleAccount] },
      clock: () => new Date(options.nowMs()),
      credentials: this.credentials,
      rateLimit: { requests: 1200, windowSeconds: 300 },
    })
  }

  /**
   * Makes this token the one that is valid, beside those that were.
   * @param endsAt milliseconds since 1970
   */
  accept(token: string, endsAt?: number): void {
    const { closed, core } = this
    this.credentials.push({
      ...defaultCredentials,
      token,
      ...(endsAt !== undefined && { tokenExpiresOn: apiInstant(new Date(endsAt)) }),
      get accounts() {
        return closed.has(exampleAccount.id) ? [] : [exampleAccount.id]
      },
      get zones() {
        return core.store.zones().flatMap(({ id }) => (closed.has(id) ? [] : [id]))
      },
    })
  }

  accepts(token: string): boolean {
    return this.credentials.some((each) => each.token === token && each.tokenStatus !== 'expired')
  }

  /** It is past its end: that is all that can be asked with it. */
  expire(token: string): void {
    const at = this.credentials.findIndex((each) => each.token === token)
    const { tokenExpiresOn } = this.credentials[at] ?? {}
    if (tokenExpiresOn === undefined) return
    this.credentials.splice(at, 1, { ...defaultCredentials, token, tokenExpiresOn, tokenStatus: 'expired' })
  }

  refuse(token: string): void {
    const at = this.credentials.findIndex((each) => each.token === token)
    if (at >= 0) this.credentials.splice(at, 1)
  }

  transportFor(caller: Caller): Transport {
    return {
      close: async () => undefined,
      destroy: async () => undefined,
      send: (url, headers, timeoutMs, signal) => this.#send({ url, headers, timeoutMs, signal }, caller),
    }
  }

  #send(
    {
      url,
      headers,
      timeoutMs,
      signal,
    }: { url: string; headers: Readonly<Record<string, string>>; timeoutMs: number; signal: AbortSignal },
    caller: Caller,
  ): Promise<Transmission> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const { chance, weather } = this.#options
    const path = url.slice(url.indexOf('/client/'))
    caller.requested(path)
    const names = weather.at(scopeIn(path)).map(({ name }) => name)
    const seconds = names.includes('slow') ? chance.between(0.5, 12) : chance.between(0.03, 0.4)
    const isLate = names.includes('timeout') || seconds * 1000 > timeoutMs
    return new Promise((resolve, reject) => {
      const listensNoMore = caller.abortListeners.listen(signal, () => reject(signal.reason))
      const end = (transmission: Transmission) => {
        listensNoMore()
        if (signal.aborted) return
        caller.answered(path, transmission.ok ? transmission.answer.status : transmission.failure.reason)
        resolve(transmission)
      }
      caller.after(isLate ? timeoutMs / 1000 : seconds, () => {
        if (isLate) return end(failed('timeout', 'The operation was aborted due to timeout'))
        if (names.includes('network')) return end(failed('network', 'ECONNREFUSED: simulated'))
        end({ ok: true, answer: rawOf(this.#answer(path, headers)) })
      })
    })
  }

  #answer(url: string, headers: Readonly<Record<string, string>>): Answer {
    const { weather, chance, nowMs } = this.#options
    const isExpired = this.credentials.some(
      ({ token, tokenStatus }) => tokenStatus === 'expired' && headers['authorization'] === `Bearer ${token}`,
    )
    const right =
      isExpired && !url.endsWith('/tokens/verify')
        ? failure(403, [{ code: 9109, message: 'Invalid access token' }])
        : this.core.answer({ method: 'GET', url, headers, body: '' })
    const given = weather.at(scopeIn(url)).reduce((answer, { name }) => disturbed(answer, name, chance.next), right)
    this.emptyListings.answered(url, given, nowMs() / 1000)
    return given
  }
}

function scopeIn(path: string): string | undefined {
  return /\/(?:zones|accounts)\/([0-9a-f]{32})/.exec(path)?.[1]
}

function rawOf(answer: Answer): RawAnswer {
  return { status: answer.status, headers: answer.headers, body: bodyOf(answer) }
}

function failed(reason: 'network' | 'timeout', detail: string): Transmission {
  return { ok: false, failure: { reason, detail } }
}
