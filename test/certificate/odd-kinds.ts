import {
  algorithm,
  type CertificateParts,
  certificate,
  commonName,
  der,
  distinguishedName,
  extension,
  integer,
  keyInfo,
  objectIdentifier,
  rsaKey,
  rsaOid,
  sequence,
} from './der.ts'

const nothing = der(0x05)
const text = (oid: string, value: string) => [[oid, value]] as const
const octets = (hex: string) => Buffer.from(hex, 'hex')

export const usages = (...oids: readonly string[]) =>
  extension('2.5.29.37', sequence(...oids.map((oid) => objectIdentifier(oid))))
export const serverAuth = '1.3.6.1.5.5.7.3.1'
export const clientAuth = '1.3.6.1.5.5.7.3.2'
export const authority = extension('2.5.29.19', sequence(der(0x01, octets('ff'))))

/** A subjectAltName with an ediPartyName (RFC 5280, 4.2.1.6), which few programs can read. */
export const ediParty = extension('2.5.29.17', sequence(der(0xa5, der(0xa1, der(0x0c, 'party')))))

/** DSA parameters with a prime of so many bits: no primes, but nobody looks. */
const dsaParameters = (bits: number) =>
  sequence(integer((1n << BigInt(bits)) - 1n), integer((1n << 160n) - 1n), integer(2n))
export const dsaKey = (bits: number) => keyInfo(algorithm('1.2.840.10040.4.1', dsaParameters(bits)), integer(3n))

/** A key on a curve, whose point is on none. */
export const ecKey = (curve: Uint8Array, point = octets('04')) =>
  sequence(algorithm('1.2.840.10045.2.1', curve), der(0x03, '\u0000', point))

const universal = (value: string) =>
  der(0x1c, ...[...value].map((character) => octets((character.codePointAt(0) ?? 0).toString(16).padStart(8, '0'))))

/** A UUID as an arc (X.667): 128 bits. */
export const uuidOid = '2.25.329800735698586629295641978511506172918'

/** Certificates that no tool of today makes, and all that is odd about each. */
const parts: Readonly<Record<string, CertificateParts>> = {
  ordinary: {},
  'version 1': { version: [] },
  'serial number below zero': { serialNumber: integer(-2_036_985_261n) },
  'serial number -1': { serialNumber: integer(-1n) },
  'serial number zero': { serialNumber: integer(0n) },
  'serial number of 21 octets': { serialNumber: integer((1n << 160n) - 1n) },
  'serial number of 21 octets below zero': { serialNumber: integer(-(1n << 160n)) },
  'SHA-1 as the OIW numbers it': { signatureAlgorithm: algorithm('1.3.14.3.2.29', nothing) },
  'MD2 with RSA': { signatureAlgorithm: algorithm('1.2.840.113549.1.1.2', nothing) },
  'MD4 with RSA': { signatureAlgorithm: algorithm('1.2.840.113549.1.1.3', nothing) },
  'DSA with SHA-1': { signatureAlgorithm: algorithm('1.2.840.10040.4.3') },
  'DSA with SHA-256': { signatureAlgorithm: algorithm('2.16.840.1.101.3.4.3.2') },
  'RSA of 2047 bits': { publicKey: rsaKey(2047) },
  'RSA of 2049 bits': { publicKey: rsaKey(2049) },
  'DSA of 1024 bits': { publicKey: dsaKey(1024) },
  'DSA of 2048 bits': { publicKey: dsaKey(2048) },
  'key that is no key': { publicKey: keyInfo(algorithm(rsaOid, nothing), octets('00')) },
  'key of a kind that nobody knows': { publicKey: keyInfo(algorithm('1.2.3.4'), octets('0500')) },
  'unique ids': { uniqueIds: [der(0x81, octets('0001')), der(0x82, octets('0002'))] },
  'subject of 20,000 characters': { subject: distinguishedName(commonName('x'.repeat(20_000))) },
  'issuer of 20,000 characters': { issuer: distinguishedName(commonName('x'.repeat(20_000))) },
  'an ediPartyName before the others': { extensions: [ediParty, usages(serverAuth), authority] },
  'an ediPartyName behind the others': { extensions: [usages(clientAuth), authority, ediParty] },
  'an unreadable issuerAltName': { extensions: [extension('2.5.29.18', octets('3003820141')), usages(serverAuth)] },
  'UniversalString beyond U+FFFF': { subject: distinguishedName([[['2.5.4.3', universal('Zürich 😀')]]]) },
  'empty common name': { issuer: distinguishedName([text('2.5.4.10', 'Acme'), text('2.5.4.3', '')]) },
  'two serial numbers in the name': {
    issuer: distinguishedName([text('2.5.4.5', '111'), text('2.5.4.5', '222'), text('2.5.4.3', 'x')]),
  },
}

export const oddKinds: ReadonlyMap<string, Buffer> = new Map(
  Object.entries(parts).map(([name, each]) => [name, certificate(each)]),
)
