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
    const remaining = parameter(policy, 'r')
    return remaining === undefined ? [] : [{ remaining, reset: parameter(policy, 't') }]
  })
  return limits.sort((a, b) => a.remaining - b.remaining)[0]
}

function parameter(policy: string, name: 'r' | 't'): number | undefined {
  const digits = policy
    .split(';')
    .map((part) => new RegExp(`^\\s*${name}=(\\d{1,9})\\s*$`).exec(part)?.[1])
    .find((found) => found !== undefined)
  return digits === undefined ? undefined : Number(digits)
}
