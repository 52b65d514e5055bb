export interface RateLimit {
  /** Requests left in the present window. */
  readonly remaining: number
  /** Seconds until the window ends. Undefined if the header does not say. */
  readonly reset: number | undefined
}

/**
 * Reads a `Ratelimit` header such as `"default";r=50;t=30`. If there are several policies, the one with the fewest requests left
 * counts.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export function readRateLimit(header: string | string[] | undefined): RateLimit | undefined {
  const policies = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',')
  const limits = policies.flatMap((policy) => {
    const parts = policy.split(';')
    const remaining = parameter(parts, isRemaining)
    return remaining === undefined ? [] : [{ remaining, reset: parameter(parts, isReset) }]
  })
  return limits.sort((a, b) => a.remaining - b.remaining)[0]
}

const isRemaining = /^\s*r=(\d{1,9})\s*$/
const isReset = /^\s*t=(\d{1,9})\s*$/

function parameter(parts: readonly string[], pattern: RegExp): number | undefined {
  for (const part of parts) {
    const digits = pattern.exec(part)?.[1]
    if (digits !== undefined) return Number(digits)
  }
  return undefined
}
