import type { TrustFault } from './model.ts'
import type { PathCertificate } from './path-certificate.ts'

const clientAuth = '1.3.6.1.5.5.7.3.2'

/**
 * What keeps a certificate from being presented as a client certificate, as `openssl verify -purpose sslclient` has it. There
 * anyExtendedKeyUsage is not enough.
 */
export function faultOfLeaf({ extensions }: PathCertificate): TrustFault | undefined {
  if (extensions.hasUnhandled) return 'unhandled_extension'
  if (!allowsClients(extensions.extendedKeyUsage)) return 'no_client_auth'
  const { keyUsage } = extensions
  return keyUsage && !keyUsage.digitalSignature && !keyUsage.keyAgreement ? 'no_client_auth' : undefined
}

/**
 * What keeps a certificate from being an issuer in a path to a client certificate.
 * @param below how many intermediates that are not self-issued stand between it and the leaf
 * @param endsPath whether it is the last one: there OpenSSL is content with less
 */
export function faultOfIssuer(
  { extensions, isVersion1, isSelfSigned }: PathCertificate,
  below: number,
  endsPath: boolean,
): TrustFault | undefined {
  const { basicConstraints, keyUsage, extendedKeyUsage, hasUnhandled } = extensions
  if (hasUnhandled) return 'unhandled_extension'
  if (keyUsage?.keyCertSign === false) return 'not_a_ca'
  // A root from before there were extensions, and one that says only that it may sign certificates.
  const isOldRoot = endsPath && ((isVersion1 && isSelfSigned) || keyUsage?.keyCertSign === true)
  if (!(basicConstraints?.isCa ?? isOldRoot)) return 'not_a_ca'
  if (!allowsClients(extendedKeyUsage)) return 'no_client_auth'
  const most = basicConstraints?.pathLength
  return most !== undefined && below > most ? 'path_length' : undefined
}

function allowsClients(usages: readonly string[] | undefined): boolean {
  return usages?.includes(clientAuth) ?? true
}
