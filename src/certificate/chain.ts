import { authorityKeyId, subjectKeyId } from './extensions.ts'
import type { CertificateFields } from './fields.ts'
import { type Link, longestWay } from './longest-way.ts'
import type { ChainCertificate, UnixSeconds } from './model.ts'
import { longestName, writeName } from './name-writer.ts'

/** The chain of a leaf among the certificates behind it, whatever their order: the way up that lasts longest. */
export function chainBehind(
  leaf: CertificateFields,
  behind: readonly CertificateFields[],
): readonly ChainCertificate[] {
  const others = behind.filter(({ encoding }) => !Buffer.from(encoding).equals(leaf.encoding))
  const subjects = new Map(others.map((fields) => [linkOf(fields), fields.subject]))
  return longestWay(linkOf(leaf), [...subjects.keys()]).map((link) => {
    const subject = subjects.get(link)
    return { subject: subject ? writeName(subject).slice(0, longestName) : '', notAfter: link.notAfter }
  })
}

/** The earliest end in a chain; undefined where there is nothing in it. */
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

/** Names are the same whatever string types, case and white space they are written in (RFC 5280, 7.1). */
function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
}
