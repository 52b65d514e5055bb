import { authorityKeyId, subjectKeyId } from './extensions.ts'
import type { CertificateFields } from './fields.ts'
import { type Link, longestLastingPath } from './longest-lasting-path.ts'
import type { ChainCertificate, UnixSeconds } from './model.ts'
import { longestName, writeName } from './name-writer.ts'

/** The chain of a leaf: the path through the other certificates that lasts longest. The order of the certificates does not matter. */
export function chainBehind(
  leaf: CertificateFields,
  behind: readonly CertificateFields[],
): readonly ChainCertificate[] {
  if (behind.length === 0) return []
  const others = behind.filter(({ encoding }) => !Buffer.from(encoding).equals(leaf.encoding))
  const fieldsOf = new Map(others.map((fields) => [linkOf(fields), fields]))
  return longestLastingPath(linkOf(leaf), [...fieldsOf.keys()]).flatMap((link) => {
    const fields = fieldsOf.get(link)
    return fields ? [chainCertificateOf(fields)] : []
  })
}

export function chainCertificateOf({ subject, validity }: CertificateFields): ChainCertificate {
  return { subject: writeName(subject).slice(0, longestName), notAfter: validity.notAfter }
}

/** The earliest end in a chain. Undefined if the chain is empty. */
export function endOf(chain: readonly ChainCertificate[]): UnixSeconds | undefined {
  return chain.length === 0 ? undefined : Math.min(...chain.map(({ notAfter }) => notAfter))
}

function linkOf(fields: CertificateFields): Link {
  return {
    issuer: foldName(writeName(fields.issuer)),
    subject: foldName(writeName(fields.subject)),
    authorityKeyId: authorityKeyId(fields),
    subjectKeyId: subjectKeyId(fields),
    notAfter: fields.validity.notAfter,
  }
}

/** Names are equal in any string type, case and white space (RFC 5280, 7.1). */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
}
