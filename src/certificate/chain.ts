import 'reflect-metadata/lite'
import { AuthorityKeyIdentifierExtension, SubjectKeyIdentifierExtension, type X509Certificate } from '@peculiar/x509'
import type { UnixSeconds } from './model.ts'

/**
 * The earliest end among the certificates behind the leaf: each one counts as long as it is the issuer of the one before, up
 * to the first that cannot be parsed (undefined) or that issued itself. A root ends nothing: whoever verifies has his own.
 */
export function chainEnd(
  leaf: X509Certificate,
  behind: Iterable<X509Certificate | undefined>,
): UnixSeconds | undefined {
  let child = leaf
  let earliest: UnixSeconds | undefined
  for (const parent of behind) {
    if (parent === undefined || isSelfIssued(parent) || !isIssuer(parent, child)) break
    const end = unixSeconds(parent.notAfter)
    if (end === undefined) break
    earliest = Math.min(end, earliest ?? end)
    child = parent
  }
  return earliest
}

/** Undefined where the library made no date of what it read. */
export function unixSeconds(date: Date): UnixSeconds | undefined {
  const seconds = date.getTime() / 1000
  return Number.isFinite(seconds) ? seconds : undefined
}

function isSelfIssued({ issuerName, subjectName }: X509Certificate): boolean {
  return Buffer.from(issuerName.toArrayBuffer()).equals(Buffer.from(subjectName.toArrayBuffer()))
}

function isIssuer(parent: X509Certificate, child: X509Certificate): boolean {
  const sameName = Buffer.from(parent.subjectName.toArrayBuffer()).equals(Buffer.from(child.issuerName.toArrayBuffer()))
  const wanted = authorityKeyId(child)
  const given = subjectKeyId(parent)
  return sameName && (wanted === undefined || given === undefined || wanted === given)
}

// An extension that cannot be read throws, also when another one was asked for. It says nothing, and ends nothing.

function authorityKeyId(certificate: X509Certificate): string | undefined {
  try {
    return certificate.getExtension(AuthorityKeyIdentifierExtension)?.keyId
  } catch {
    return undefined
  }
}

function subjectKeyId(certificate: X509Certificate): string | undefined {
  try {
    return certificate.getExtension(SubjectKeyIdentifierExtension)?.keyId
  } catch {
    return undefined
  }
}
