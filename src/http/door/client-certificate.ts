import 'reflect-metadata/lite'
import { SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509'
import type { ClientCertificateRule } from './settings.ts'

/** What a TLS handshake has told of the client. */
export interface PresentedCertificate {
  /** Undefined: it presented none. */
  readonly der: Uint8Array | undefined
  /** Whether it is valid and signed by one of the client CAs. */
  readonly isVerified: boolean
}

/** Why this client may not come in, for people; undefined where it may. */
export function clientFault(
  rule: ClientCertificateRule,
  { der, isVerified }: PresentedCertificate,
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

const counted: readonly string[] = ['dns', 'ip', 'email', 'url']

/** None where it has none, or cannot be read. */
function alternativeNames(der: Uint8Array): readonly string[] {
  try {
    const names = new X509Certificate(Uint8Array.from(der)).getExtension(SubjectAlternativeNameExtension)?.names.items
    return (names ?? []).filter(({ type }) => counted.includes(type)).map(({ value }) => value)
  } catch {
    return []
  }
}

/** An IPv6 address has many spellings; every other name is compared to the letter. */
function comparable(name: string): string {
  if (!name.includes(':') || !URL.canParse(`http://[${name}]`)) return name
  return new URL(`http://[${name}]`).hostname
}
