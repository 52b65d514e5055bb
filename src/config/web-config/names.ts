import type { ClientAuth, TlsVersion } from './model.ts'

/** Go's names for the choices in the file, with our names or OpenSSL's. */

export const clientAuths: Readonly<Record<string, ClientAuth>> = {
  NoClientCert: 'none',
  RequestClientCert: 'request',
  RequireAnyClientCert: 'require',
  RequireClientCert: 'require',
  VerifyClientCertIfGiven: 'verify_if_given',
  RequireAndVerifyClientCert: 'require_and_verify',
}

export const versions: readonly string[] = ['TLS10', 'TLS11', 'TLS12', 'TLS13']

/** TLS 1.0 and 1.1 are broken. If the file allows them, 1.2 is still the lowest version. */
export function tlsVersion(name: string): TlsVersion {
  return name === 'TLS13' ? 'TLSv1.3' : 'TLSv1.2'
}

export const curves: Readonly<Record<string, string>> = {
  CurveP256: 'P-256',
  CurveP384: 'P-384',
  CurveP521: 'P-521',
  X25519: 'X25519',
}

/** The suites of TLS 1.3. Go always allows them, whatever the list says. */
const cipherSuites13: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
]

/** The only suites of TLS 1.2 that Go's HTTP/2 accepts. Without one of them the toolkit does not start. */
export const http2CipherSuites: readonly string[] = [
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
]

const opensslNames: Readonly<Record<string, string>> = {
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: 'ECDHE-ECDSA-AES128-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: 'ECDHE-ECDSA-AES256-SHA',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: 'ECDHE-RSA-AES256-SHA',
}

export const cipherSuites: readonly string[] = [...Object.keys(opensslNames), ...cipherSuites13]

/** The default suites of TLS 1.2: all with forward secrecy and authenticated encryption, so none with CBC. */
export const defaultSuites: readonly string[] = Object.keys(opensslNames).filter((suite) => !suite.includes('_CBC_'))

/** OpenSSL's list for these suites. It always contains those of TLS 1.3, because Node.js would switch them off otherwise. */
export function opensslCiphers(suites: readonly string[]): string {
  return [...suites.flatMap((suite) => opensslNames[suite] ?? []), ...cipherSuites13].join(':')
}
