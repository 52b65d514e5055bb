import type { UnixSeconds } from './model.ts'

/** What shows which certificate issued which. */
export interface Link {
  /** Distinguished names as texts that are equal if the names are. */
  readonly issuer: string
  readonly subject: string
  /** Undefined if the certificate does not contain it. */
  readonly authorityKeyId: string | undefined
  readonly subjectKeyId: string | undefined
  readonly notAfter: UnixSeconds
}

/**
 * Finds the path from a leaf through its issuers that lasts longest. A path lasts until its first certificate ends. It ends if there is
 * no issuer, if it comes back to a certificate, or at a self-signed issuer. The root does not count, because a verifier uses its own
 * copy.
 * @returns the path without leaf and root, with the leaf's issuer first; of equally long paths, the one whose certificates come first
 */
export function longestLastingPath(leaf: Link, others: readonly Link[]): readonly Link[] {
  const issuers = new Map([leaf, ...others].map((link) => [link, issuersOf(link, others)]))
  const ends = endsOfPaths(issuers)
  const path = [leaf]
  for (;;) {
    const next = lastingLongest(issuers.get(path[path.length - 1] ?? leaf) ?? [], ends)
    if (next === undefined || path.includes(next)) return path.slice(1)
    path.push(next)
  }
}

/** Empty if one of them is a root, because the path is then complete. */
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
 * Computes until when the longest path from each certificate lasts. Each round looks one certificate further. After as many rounds as
 * certificates nothing changes, so the work is bounded for any number of paths.
 */
function endsOfPaths(issuers: ReadonlyMap<Link, readonly Link[]>): ReadonlyMap<Link, UnixSeconds> {
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
