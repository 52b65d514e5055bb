import 'reflect-metadata/lite'
import { BasicConstraintsExtension, ExtendedKeyUsageExtension, type X509Certificate } from '@peculiar/x509'
import type { CertificateFacts, CertificateProblem } from './model.ts'

/** `clientAuth` and `anyExtendedKeyUsage` (RFC 5280, 4.2.1.12). */
const clientAuthUsages: readonly unknown[] = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

/** What the certificate itself has wrong for a client certificate, whatever the time. */
export function lint(
  leaf: X509Certificate,
  {
    notBefore,
    notAfter,
    signatureAlgorithm,
    publicKey,
  }: Omit<CertificateFacts, 'problems' | 'chain' | 'chainNotAfter'>,
): readonly CertificateProblem[] {
  const usages = readExtension(() => leaf.getExtension(ExtendedKeyUsageExtension)?.usages)
  const isCa = readExtension(() => leaf.getExtension(BasicConstraintsExtension)?.ca)
  const found: readonly (readonly [CertificateProblem, boolean])[] = [
    ['no_client_auth', usages !== undefined && !usages.some((usage) => clientAuthUsages.includes(usage))],
    ['is_ca', isCa === true],
    ['weak_key', isShortRsa(publicKey)],
    ['weak_signature', /^(?:MD5|SHA1)-|-SHA1$/.test(signatureAlgorithm)],
    ['inverted_validity', notBefore > notAfter],
  ]
  return found.flatMap(([problem, isSo]) => (isSo ? [problem] : []))
}

function isShortRsa(publicKey: string): boolean {
  const bits = /^RSA (\d+)$/.exec(publicKey)?.[1]
  return bits !== undefined && Number(bits) < 2048
}

/** An extension that cannot be read throws, also when another one was asked for. It says nothing. */
function readExtension<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
