/** DER as a test writes it, so that a certificate can have whatever no tool would make. */
export function der(tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content])
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets = [length >> 16, (length >> 8) & 0xff, length & 0xff]
  const first = octets.findIndex((octet) => octet > 0)
  return [0x80 + octets.length - first, ...octets.slice(first)]
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts)
}

/** The shortest two's complement. */
export function integer(value: bigint): Buffer {
  let octets = 1
  while (BigInt.asIntN(octets * 8, value) !== value) octets++
  const hex = BigInt.asUintN(octets * 8, value).toString(16)
  return der(0x02, Buffer.from(hex.padStart(octets * 2, '0'), 'hex'))
}

export function objectIdentifier(dotted: string): Buffer {
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  return der(0x06, Buffer.from([root * 40n + second, ...rest].flatMap(base128)))
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)]
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80)
  return octets
}

/** An attribute's value: a text as UTF8String, or DER. */
export type NameValue = string | Uint8Array
/** Object identifiers and values, one list a RDN, in the order of the encoding. */
export type NameParts = readonly (readonly (readonly [oid: string, value: NameValue])[])[]

export function distinguishedName(parts: NameParts): Buffer {
  const attribute = ([oid, value]: readonly [string, NameValue]) =>
    sequence(objectIdentifier(oid), typeof value === 'string' ? der(0x0c, value) : value)
  return sequence(...parts.map((rdn) => der(0x31, ...rdn.map(attribute))))
}

export const commonName = (text: string): NameParts => [[['2.5.4.3', text]]]

/** AlgorithmIdentifier. */
export function algorithm(oid: string, ...parameters: readonly Uint8Array[]): Buffer {
  return sequence(objectIdentifier(oid), ...parameters)
}

const nothing = der(0x05)
export const rsaOid = '1.2.840.113549.1.1.1'

/** SubjectPublicKeyInfo of an RSA key whose modulus nobody knows the factors of. */
export function rsaKey(bits: number, oid = rsaOid): Buffer {
  return keyInfo(algorithm(oid, nothing), sequence(integer((1n << BigInt(bits)) - 1n), integer(65_537n)))
}

export function keyInfo(identifier: Uint8Array, key: Uint8Array): Buffer {
  return sequence(identifier, der(0x03, '\u0000', key))
}

export function extension(oid: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(objectIdentifier(oid), ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value))
}

export interface CertificateParts {
  readonly version?: readonly Uint8Array[]
  readonly serialNumber?: Uint8Array
  readonly signatureAlgorithm?: Uint8Array
  readonly issuer?: Uint8Array
  readonly validity?: Uint8Array
  readonly subject?: Uint8Array
  readonly publicKey?: Uint8Array
  /** What stands between key and extensions. */
  readonly uniqueIds?: readonly Uint8Array[]
  readonly extensions?: readonly Uint8Array[]
  /** Signs the TBSCertificate; without it nobody can verify the signature. */
  readonly sign?: (tbsCertificate: Uint8Array) => Uint8Array
}

/** The end of every certificate here that does not give its own. */
export const notAfter = Date.UTC(2040, 0, 1) / 1000

/** A certificate, of which whatever is not given has a value that passes everywhere. */
export function certificate(parts: CertificateParts = {}): Buffer {
  const {
    version = [der(0xa0, integer(2n))],
    serialNumber = integer(7n),
    signatureAlgorithm = algorithm('1.2.840.113549.1.1.11', nothing),
    issuer = distinguishedName(commonName('issuer')),
    validity = sequence(der(0x17, '200101000000Z'), der(0x17, '400101000000Z')),
    subject = distinguishedName(commonName('subject')),
    publicKey = rsaKey(2048),
    uniqueIds = [],
    extensions = [],
    sign = () => Buffer.from('signature'),
  } = parts
  const fields = [...version, serialNumber, signatureAlgorithm, issuer, validity, subject, publicKey, ...uniqueIds]
  const optional = extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []
  const tbsCertificate = sequence(...fields, ...optional)
  return sequence(tbsCertificate, signatureAlgorithm, der(0x03, '\u0000', sign(tbsCertificate)))
}

export function pemOf(bytes: Uint8Array, label = 'CERTIFICATE'): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`
}
