import 'reflect-metadata/lite'
import { SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509'

const counted: readonly string[] = ['dns', 'ip', 'email', 'url']

/** The alternative names. Empty if the certificate has none or they cannot be read. */
export function alternativeNames(der: Uint8Array): readonly string[] {
  try {
    const names = new X509Certificate(Uint8Array.from(der)).getExtension(SubjectAlternativeNameExtension)?.names.items
    return (names ?? []).filter(({ type }) => counted.includes(type)).map(({ value }) => value)
  } catch {
    return []
  }
}
