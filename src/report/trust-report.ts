import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateTrust, type FileTrust, type PathMember, trustFaults } from '../trust/model.ts'
import { overallAt } from '../trust/overall.ts'
import { verdictAt } from '../trust/verdict.ts'
import { instant } from './instant.ts'

const moment = (description: string) => z.iso.datetime().nullable().describe(description)

const member = z
  .object({
    subject: z.string().describe('As RFC 4514 writes names.'),
    fingerprint_sha256: z.string().describe('Of its DER encoding, 64 hexadecimal digits.'),
    source: z
      .enum(['leaf', 'uploaded', 'ca_file'])
      .describe('`leaf` and `uploaded` are what Cloudflare presents, `ca_file` is in the CA file.'),
    not_before: moment('Its begin.'),
    not_after: moment('Its end.'),
    weakly_signed: z.boolean().describe('Whether its issuer signed it with SHA-1 or an older hash.'),
  })
  .readonly()

const file = z
  .object({
    file: z.string().describe('The path of the CA file.'),
    partial_chain: z.boolean().describe('Whether any certificate of the file ends a path.'),
    trusted: z.boolean().nullable().describe('Whether a path holds that has begun; null: the file was never readable.'),
    reason: z.enum(trustFaults).nullable().describe('Why no path holds.'),
    missing: z.string().nullable().describe('The issuer that is missing, with the reason `no_path`.'),
    path: z
      .array(member)
      .readonly()
      .describe('The path that lasts longest, the leaf first; where none holds, how far the nearest way comes.'),
    expiry: moment('When the first certificate of the path ends.'),
  })
  .readonly()

/** What the CA files of `trusted_by` make of a certificate. */
export const trustSchema = z
  .object({
    trusted: z
      .boolean()
      .nullable()
      .describe('Whether every CA file leads to it, ends left aside; null: a file was never readable.'),
    ends_first: member
      .nullable()
      .describe('Of the certificates of the CA files on these paths, the one that ends first.'),
    files: z.array(file).readonly().describe('What each CA file makes of it.'),
  })
  .readonly()

type TrustReport = z.infer<typeof trustSchema>

export function trustReport(trust: CertificateTrust, now: UnixSeconds): TrustReport {
  const { isTrusted, endsFirst } = overallAt(trust, now)
  return {
    trusted: isTrusted ?? null,
    ends_first: endsFirst ? wordsOf(endsFirst) : null,
    files: trust.map((each) => fileReport(each, now)),
  }
}

function fileReport({ file, partialChain, finding }: FileTrust, now: UnixSeconds): TrustReport['files'][number] {
  const about = { file, partial_chain: partialChain }
  const nothing = { reason: null, missing: null, expiry: null }
  const verdict = finding && verdictAt(finding, now)
  if (!verdict) return { ...about, ...nothing, trusted: null, path: [] }
  if (verdict.isTrusted) {
    const { members, ends } = verdict.path
    return { ...about, ...nothing, trusted: true, path: members.map(wordsOf), expiry: instant(ends) }
  }
  const { fault, missing, members } = verdict.refusal
  return { ...about, ...nothing, trusted: false, reason: fault, missing: missing ?? null, path: members.map(wordsOf) }
}

function wordsOf(member: PathMember): TrustReport['files'][number]['path'][number] {
  return {
    subject: member.subject,
    fingerprint_sha256: member.fingerprintSha256,
    source: member.source,
    not_before: instant(member.notBefore),
    not_after: instant(member.notAfter),
    weakly_signed: member.isWeaklySigned,
  }
}
