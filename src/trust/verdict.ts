import type { UnixSeconds } from '../certificate/model.ts'
import type { Finding, Refusal, TrustPath } from './model.ts'

/** What a CA file makes of a certificate at one moment; ends are left aside. */
export type Verdict =
  | { readonly isTrusted: true; readonly path: TrustPath }
  | { readonly isTrusted: false; readonly refusal: Refusal }

/** Of the paths that have begun the one that lasts longest. `verdictChangesAt` says when that changes. */
export function verdictAt(finding: Finding, now: UnixSeconds): Verdict {
  if (finding.kind === 'untrusted') return { isTrusted: false, refusal: finding.refusal }
  const [first] = finding.paths
  const path = finding.paths.findLast(({ begins }) => begins <= now)
  if (path) return { isTrusted: true, path }
  return { isTrusted: false, refusal: { fault: 'not_yet_valid', members: first.members, missing: undefined } }
}

/** Every moment at which time alone may change the verdict. Caches rely on it. */
export function verdictChangesAt(finding: Finding): readonly UnixSeconds[] {
  return finding.kind === 'trusted' ? finding.paths.map(({ begins }) => begins) : []
}
