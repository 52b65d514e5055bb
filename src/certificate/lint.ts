import { extendedKeyUsages, isCa } from './extensions.ts'
import type { CertificateFields } from './fields.ts'
import type { CertificateProblem } from './model.ts'
import type { PublicKey } from './public-key.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'

/** `clientAuth` and `anyExtendedKeyUsage` (RFC 5280, 4.2.1.12). */
const clientAuthUsages: readonly string[] = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

/** What a certificate is for: to be presented by a client, or to sign the certificates that somebody verifies with it. */
export type CertificateRole = 'client' | 'authority'

/** What is wrong with a certificate in its role at any time. */
export function lint(
  certificate: CertificateFields,
  publicKey: PublicKey,
  signature: SignatureAlgorithm,
  role: CertificateRole,
): readonly CertificateProblem[] {
  const found: Found = [
    ...ofRole[role](certificate),
    ['weak_key', publicKey.isWeak],
    ['weak_signature', signature.isWeak && !(role === 'authority' && isSelfIssued(certificate))],
    ['inverted_validity', certificate.validity.notBefore > certificate.validity.notAfter],
  ]
  return found.flatMap(([problem, isSo]) => (isSo ? [problem] : []))
}

type Found = readonly (readonly [CertificateProblem, boolean])[]

const ofRole: Readonly<Record<CertificateRole, (certificate: CertificateFields) => Found>> = {
  client(certificate) {
    const usages = extendedKeyUsages(certificate)
    return [
      ['no_client_auth', usages !== undefined && !usages.some((usage) => clientAuthUsages.includes(usage))],
      ['is_ca', isCa(certificate) === true],
    ]
  },
  // Roots from before there were extensions say nothing of it.
  authority: (certificate) => [['not_a_ca', isCa(certificate) === false]],
}

/** Nobody verifies a root's signature of itself, so it may be an old one. */
function isSelfIssued({ issuer, subject }: CertificateFields): boolean {
  return Buffer.from(issuer.content).equals(subject.content)
}
