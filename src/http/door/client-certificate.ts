import type { ClientCertificateRule } from './settings.ts'

/** What the TLS handshake says about the client. */
export interface PresentedCertificate {
  /** Undefined if the client presented none. */
  readonly der: Uint8Array | undefined
  /** Whether it is valid and signed by one of the client CAs. */
  readonly isVerified: boolean
}

/** The alternative names of a certificate in DER. */
export type AlternativeNames = (der: Uint8Array) => readonly string[]

/** Why the client is refused, in words. Undefined if it is allowed. */
export function clientFault(
  rule: ClientCertificateRule,
  { der, isVerified }: PresentedCertificate,
  alternativeNames: AlternativeNames,
): string | undefined {
  if (rule.clientAuth === 'none') return undefined
  const isRequired = rule.clientAuth === 'require' || rule.clientAuth === 'require_and_verify'
  if (der === undefined) return isRequired ? 'it presented no certificate' : undefined
  const mustVerify = rule.clientAuth === 'verify_if_given' || rule.clientAuth === 'require_and_verify'
  if (mustVerify && !isVerified) return 'its certificate is not valid, or not signed by a client CA'
  if (rule.allowedSans === undefined) return undefined
  const allowed = new Set(rule.allowedSans.map(comparable))
  return alternativeNames(der).some((name) => allowed.has(comparable(name)))
    ? undefined
    : 'its certificate has none of the allowed alternative names'
}

/** An IPv6 address has many spellings. All other names are compared exactly. */
function comparable(name: string): string {
  if (!name.includes(':') || !URL.canParse(`http://[${name}]`)) return name
  return new URL(`http://[${name}]`).hostname
}
