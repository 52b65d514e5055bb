import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, jsonAnswer } from './answer.ts'

export interface RateLimit {
  /** The number of requests in a window for each credential. `Infinity` for no limit. */
  readonly requests: number
  readonly windowSeconds: number
}

/** The limit that Cloudflare documents. */
export const defaultRateLimit: RateLimit = { requests: 1200, windowSeconds: 300 }

interface Window {
  readonly endsAtMs: number
  readonly used: number
}

export interface Allowance {
  readonly headers: Readonly<Record<string, string>>
  /** The 429 answer if this request exceeds the limit. */
  readonly refusal: Answer | undefined
}

/** Counts requests by credential. The first request over the limit blocks all requests for a whole window, as Cloudflare documents. */
export function createRateLimiter({ requests, windowSeconds }: RateLimit): (who: string, now: Date) => Allowance {
  const windows = new Map<string, Window>()
  const fresh = (nowMs: number): Window => ({ endsAtMs: nowMs + windowSeconds * 1000, used: 0 })

  return (who, now) => {
    if (requests === Number.POSITIVE_INFINITY) return { headers: {}, refusal: undefined }
    const nowMs = now.getTime()
    const before = windows.get(who)
    const current = before !== undefined && nowMs < before.endsAtMs ? before : fresh(nowMs)
    const used = current.used + 1
    const endsAtMs = used === requests + 1 ? fresh(nowMs).endsAtMs : current.endsAtMs
    windows.set(who, { endsAtMs, used })
    const wait = Math.ceil((endsAtMs - nowMs) / 1000)
    return {
      headers: {
        ratelimit: `"default";r=${Math.max(0, requests - used)};t=${wait}`,
        'ratelimit-policy': `"default";q=${requests};w=${windowSeconds}`,
      },
      refusal: used > requests ? tooMany(wait) : undefined,
    }
  }
}

/** The credential that a request counts for, right or wrong. */
export function payer(headers: IncomingHttpHeaders): string {
  return headers.authorization ?? `${headers['x-auth-email']} ${headers['x-auth-key']}`
}

function tooMany(wait: number): Answer {
  const error = { code: 971, message: 'Please wait and consider throttling your request speed' }
  const answer = jsonAnswer(429, { success: false, errors: [error] })
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } }
}
