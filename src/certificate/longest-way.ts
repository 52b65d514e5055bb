import type { UnixSeconds } from './model.ts'

/** What tells which certificate issued which. */
export interface Link {
  /** Distinguished names as texts that are equal where the names are the same. */
  readonly issuer: string
  readonly subject: string
  /** Undefined where the certificate does not say it. */
  readonly authorityKeyId: string | undefined
  readonly subjectKeyId: string | undefined
  readonly notAfter: UnixSeconds
}

/**
 * Of several ways from a leaf up through its issuers the one that lasts longest; it ends where the first of it ends. A way is
 * over where no issuer is there, where it comes back to itself, and at an issuer that issued itself: a root counts for nothing,
 * because whoever verifies has his own.
 * @returns the leaf's issuer first, without leaf and root; of ways that last equally long the one whose certificates come first
 */
export function longestWay(leaf: Link, others: readonly Link[]): readonly Link[] {
  const issuers = new Map([leaf, ...others].map((link) => [link, issuersOf(link, others)]))
  const ends = endsOfWays(issuers)
  const way = [leaf]
  for (;;) {
    const next = lastingLongest(issuers.get(way[way.length - 1] ?? leaf) ?? [], ends)
    if (next === undefined || way.includes(next)) return way.slice(1)
    way.push(next)
  }
}

/** None where there is a root among them: there the way ends well. */
function issuersOf(child: Link, others: readonly Link[]): readonly Link[] {
  const issuers = isIssuer(child, child) ? [] : others.filter((other) => isIssuer(other, child))
  return issuers.some((issuer) => isIssuer(issuer, issuer)) ? [] : issuers
}

function isIssuer(parent: Link, child: Link): boolean {
  const { subjectKeyId } = parent
  const { authorityKeyId } = child
  const isSameKey = authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId
  return parent.subject === child.issuer && isSameKey
}

/**
 * When the longest way that begins at each certificate ends. Each round looks one certificate further up; after as many rounds
 * as there are certificates nothing changes any more. So the work is bounded, however many ways there are.
 */
function endsOfWays(issuers: ReadonlyMap<Link, readonly Link[]>): ReadonlyMap<Link, UnixSeconds> {
  const links = [...issuers]
  let ends = new Map(links.map(([link]) => [link, link.notAfter]))
  for (let round = 0; round < links.length; round++) {
    const before = ends
    ends = new Map(links.map(([link, above]) => [link, Math.min(link.notAfter, endAbove(above, before))]))
  }
  return ends
}

function endAbove(issuers: readonly Link[], ends: ReadonlyMap<Link, UnixSeconds>): UnixSeconds {
  const longest = lastingLongest(issuers, ends)
  return longest === undefined ? Number.POSITIVE_INFINITY : (ends.get(longest) ?? longest.notAfter)
}

function lastingLongest(issuers: readonly Link[], ends: ReadonlyMap<Link, UnixSeconds>): Link | undefined {
  const endOf = (link: Link) => ends.get(link) ?? link.notAfter
  return issuers.reduce<Link | undefined>(
    (best, link) => (best === undefined || endOf(link) > endOf(best) ? link : best),
    undefined,
  )
}
