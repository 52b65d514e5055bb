import { extendedKeyUsages, isCa } from './extensions.ts'
import type { CertificateFields } from './fields.ts'
import type { CertificateProblem } from './model.ts'
import type { PublicKey } from './public-key.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'

/** `clientAuth` and `anyExtendedKeyUsage` (RFC 5280, 4.2.1.12). */
const clientAuthUsages: readonly string[] = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

/** What is wrong with the certificate as a client certificate at any time. */
export function lint(
  leaf: CertificateFields,
  publicKey: PublicKey,
  signature: SignatureAlgorithm,
): readonly CertificateProblem[] {
  const usages = extendedKeyUsages(leaf)
  const found: readonly (readonly [CertificateProblem, boolean])[] = [
    ['no_client_auth', usages !== undefined && !usages.some((usage) => clientAuthUsages.includes(usage))],
    ['is_ca', isCa(leaf) === true],
    ['weak_key', publicKey.isWeak],
    ['weak_signature', signature.isWeak],
    ['inverted_validity', leaf.validity.notBefore > leaf.validity.notAfter],
  ]
  return found.flatMap(([problem, isSo]) => (isSo ? [problem] : []))
}
