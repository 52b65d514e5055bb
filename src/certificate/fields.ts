import { type DerElement, derTags, elementsIn, readElement } from './der.ts'
import { readValidity, type Validity } from './validity.ts'

/** The parts of a certificate (RFC 5280, 4.1). Each one is read by itself, so an unreadable part does not affect the others. */
export interface CertificateFields {
  /** The bytes of the certificate, without anything that follows it. */
  readonly encoding: Uint8Array
  readonly validity: Validity
  readonly serialNumber: DerElement
  readonly issuer: DerElement
  readonly subject: DerElement
  readonly publicKey: DerElement
  readonly signatureAlgorithm: DerElement
  /** The first element of type Extensions in its explicit tag. Undefined if there are none. */
  readonly extensions: DerElement | undefined
}

const { sequence, integer, bitString } = derTags
const explicitVersion = 0xa0
const explicitExtensions = 0xa3

/**
 * Splits a certificate into its parts. The libraries at hand read all of a certificate or nothing. Go, OpenSSL and Cloudflare read the
 * dates even if the key, the unique id or one extension is malformed.
 * @returns undefined if the bytes do not begin with a certificate, or if its validity cannot be read
 */
export function readFields(der: Uint8Array): CertificateFields | undefined {
  const certificate = readElement(der)
  if (!certificate) return undefined
  const [tbsCertificate, signatureAlgorithm, signature] = elementsIn(certificate, sequence)
  if (signatureAlgorithm?.tag !== sequence || signature?.tag !== bitString) return undefined
  const all = elementsIn(tbsCertificate, sequence)
  // A certificate of version 1 does not contain its version.
  const [serialNumber, , issuer, dates, subject, publicKey, ...optional] = all.slice(
    all[0]?.tag === explicitVersion ? 1 : 0,
  )
  const validity = readValidity(dates)
  if (validity === undefined || serialNumber?.tag !== integer) return undefined
  if (issuer?.tag !== sequence || subject?.tag !== sequence || publicKey?.tag !== sequence) return undefined
  const [extensions] = elementsIn(
    optional.find(({ tag }) => tag === explicitExtensions),
    explicitExtensions,
  )
  const encoding = der.subarray(0, certificate.end)
  return { encoding, validity, serialNumber, issuer, subject, publicKey, signatureAlgorithm, extensions }
}
