import 'reflect-metadata/lite'
import {
  AuthorityKeyIdentifierExtension,
  type Name,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
} from '@peculiar/x509'
import type { ChainCertificate, UnixSeconds } from './model.ts'
import { longestName, writeName } from './name-writer.ts'
import { readValidity } from './validity.ts'

/**
 * The certificates behind the leaf: each one counts as long as it is the issuer of the one before, up to the first that
 * cannot be parsed (undefined) or that issued itself. A root ends nothing: whoever verifies has his own.
 */
export function chainBehind(
  leaf: X509Certificate,
  behind: Iterable<X509Certificate | undefined>,
): readonly ChainCertificate[] {
  let child = leaf
  const chain: ChainCertificate[] = []
  for (const parent of behind) {
    if (parent === undefined || isSelfIssued(parent) || !isIssuer(parent, child)) break
    const validity = readValidity(new Uint8Array(parent.rawData))
    if (!validity) break
    const subject = writeName(parent.subjectName.toJSON()).slice(0, longestName)
    chain.push({ subject, notAfter: validity.notAfter })
    child = parent
  }
  return chain
}

/** The earliest end in a chain; undefined where there is nothing in it. */
export function endOf(chain: readonly ChainCertificate[]): UnixSeconds | undefined {
  return chain.length === 0 ? undefined : Math.min(...chain.map(({ notAfter }) => notAfter))
}

function isSelfIssued({ issuerName, subjectName }: X509Certificate): boolean {
  return Buffer.from(issuerName.toArrayBuffer()).equals(Buffer.from(subjectName.toArrayBuffer()))
}

function isIssuer(parent: X509Certificate, child: X509Certificate): boolean {
  const sameName = folded(parent.subjectName) === folded(child.issuerName)
  const wanted = authorityKeyId(child)
  const given = subjectKeyId(parent)
  return sameName && (wanted === undefined || given === undefined || wanted === given)
}

/** Names are the same whatever string types, case and white space they are written in (RFC 5280, 7.1). */
function folded(name: Name): string {
  return writeName(name.toJSON()).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
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
