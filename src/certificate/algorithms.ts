import 'reflect-metadata/lite'
import { AlgorithmProvider, type X509Certificate } from '@peculiar/x509'

type WebAlgorithm = Algorithm & { readonly hash?: Algorithm }

/** The signature's algorithm as Go spells it, because Cloudflare does; a dotted object identifier where Go has no name. */
export function signatureName(certificate: X509Certificate): string {
  const algorithm: WebAlgorithm = certificate.signatureAlgorithm
  const hash = hashNames.get(algorithm.hash?.name)
  const name = hash && signatureNames.get(algorithm.name)?.(hash)
  return name ?? plainNames.get(algorithm.name) ?? objectIdentifier(algorithm)
}

/** `RSA 2048`, `ECDSA P-256`, `Ed25519`; the dotted object identifier of any other kind of key, and of ECDSA on another curve. */
export function publicKeyName(certificate: X509Certificate): string {
  const { algorithm } = certificate.publicKey
  if ('modulusLength' in algorithm) return `RSA ${algorithm.modulusLength}`
  if ('namedCurve' in algorithm && curves.has(algorithm.namedCurve)) return `ECDSA ${algorithm.namedCurve}`
  return plainNames.get(algorithm.name) ?? objectIdentifier(algorithm)
}

const hashNames: ReadonlyMap<string | undefined, string> = new Map([
  ['SHA-1', 'SHA1'],
  ['SHA-256', 'SHA256'],
  ['SHA-384', 'SHA384'],
  ['SHA-512', 'SHA512'],
])

const signatureNames: ReadonlyMap<string, (hash: string) => string> = new Map([
  ['RSASSA-PKCS1-v1_5', (hash: string) => `${hash}-RSA`],
  ['RSA-PSS', (hash: string) => `${hash}-RSAPSS`],
  ['ECDSA', (hash: string) => `ECDSA-${hash}`],
])

const plainNames: ReadonlyMap<string, string> = new Map([
  ['Ed25519', 'Ed25519'],
  ['1.2.840.113549.1.1.4', 'MD5-RSA'],
])

const curves: ReadonlySet<unknown> = new Set(['P-256', 'P-384', 'P-521'])

/** Where the library knows a name that Go does not (`K-256`, `Ed448`, `ML-DSA-44`), it also knows the way back. */
function objectIdentifier(algorithm: Algorithm): string {
  return new AlgorithmProvider().toAsnAlgorithm(algorithm).algorithm
}
