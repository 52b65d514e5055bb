/**
 * The `r` parameter of a `Ratelimit` header such as `"default";r=50;t=30`; of several policies the one with least left.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export function rateLimitRemaining(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  const remaining = [...text.matchAll(/;\s*r=(\d{1,9})(?=\s*(?:[;,]|$))/g)].map(([, digits]) => Number(digits))
  return remaining.length > 0 ? Math.min(...remaining) : undefined
}
