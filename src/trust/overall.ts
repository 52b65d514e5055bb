import type { UnixSeconds } from '../certificate/model.ts'
import type { CertificateTrust, FileTrust, PathMember, Refusal, TrustPath } from './model.ts'
import { type Verdict, verdictAt, verdictChangesAt } from './verdict.ts'

/** What all CA files together make of a certificate at one moment. */
export interface Overall {
  /** False where one of them does not trust it; undefined where one of them is not known and the others trust it. */
  readonly isTrusted: boolean | undefined
  /** Why not, of the first file that does not trust it. */
  readonly refused: { readonly by: FileTrust; readonly refusal: Refusal } | undefined
  /** Of the paths that hold, the certificate of a CA file that ends first. */
  readonly endsFirst: PathMember | undefined
}

/** The worst verdict and the earliest end. `overallChangesAt` says when time alone changes that. */
export function overallAt(trust: CertificateTrust, now: UnixSeconds): Overall {
  const verdicts = trust.map((by) => ({ by, verdict: by.finding && verdictAt(by.finding, now) }))
  const paths = verdicts.flatMap(({ verdict }) => (verdict?.isTrusted ? [verdict.path] : []))
  const refusals = verdicts.flatMap(({ by, verdict }) => refusedBy(by, verdict))
  const isUnknown = verdicts.some(({ verdict }) => verdict === undefined)
  return {
    isTrusted: refusals.length > 0 ? false : isUnknown ? undefined : true,
    refused: refusals[0],
    endsFirst: earliest(paths.flatMap(membersOfFile)),
  }
}

export function overallChangesAt(trust: CertificateTrust): readonly UnixSeconds[] {
  return trust.flatMap(({ finding }) => (finding ? verdictChangesAt(finding) : []))
}

/**
 * The earliest end among what Cloudflare itself presents on the paths that hold. It counts as the certificate's own: a renewed CA file
 * does not move it.
 */
export function presentedUntil(trust: CertificateTrust | undefined): UnixSeconds | undefined {
  const paths = (trust ?? []).flatMap(({ finding }) =>
    finding?.kind === 'trusted' ? (finding.paths.at(-1) ?? []) : [],
  )
  const presented = paths.flatMap(({ members }) => members.filter(({ source }) => source !== 'ca_file'))
  return earliest(presented)?.notAfter
}

function refusedBy(by: FileTrust, verdict: Verdict | undefined): NonNullable<Overall['refused']>[] {
  return verdict && !verdict.isTrusted ? [{ by, refusal: verdict.refusal }] : []
}

function membersOfFile({ members }: TrustPath): readonly PathMember[] {
  return members.filter(({ source }) => source === 'ca_file')
}

function earliest(members: readonly PathMember[]): PathMember | undefined {
  return members.reduce<PathMember | undefined>(
    (first, member) => (first === undefined || member.notAfter < first.notAfter ? member : first),
    undefined,
  )
}
