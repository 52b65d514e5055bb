import 'reflect-metadata/lite'
import { PublicKey, X509CertificateGenerator } from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000

export interface Oddity {
  /** The subject's common name; the issuer has the same. */
  readonly name?: string
  /** How many bits its RSA key has; without it, an ordinary key. */
  readonly rsaBits?: number
  /** In hexadecimal digits, an even number of them. */
  readonly serialNumber?: string
}

/** A certificate that is well-formed, valid for a month, and has something in excess. */
export async function oddCertificate({ name = 'odd', rsaBits, serialNumber = '4001' }: Oddity): Promise<string> {
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  if (!('privateKey' in keys)) throw new Error('a single key, not a pair')
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    subject: [{ CN: [name] }],
    issuer: [{ CN: [name] }],
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 30 * dayMs),
    publicKey: rsaBits === undefined ? keys.publicKey : new PublicKey(rsaKey(rsaBits)),
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
  })
  return certificate.toString('pem')
}

/** SubjectPublicKeyInfo of an RSA key that nobody has the other half of. */
function rsaKey(bits: number): Uint8Array<ArrayBuffer> {
  const modulus = der(0x02, Buffer.concat([Buffer.from([0]), Buffer.alloc(bits / 8, 0xff)]))
  const key = der(0x30, Buffer.concat([modulus, der(0x02, Buffer.from([1, 0, 1]))]))
  const oid = der(0x06, Buffer.from('2a864886f70d010101', 'hex'))
  const identifier = der(0x30, Buffer.concat([oid, der(0x05, Buffer.alloc(0))]))
  return Uint8Array.from(der(0x30, Buffer.concat([identifier, der(0x03, Buffer.concat([Buffer.from([0]), key]))])))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const octets = length < 0x80 ? [length] : length < 0x10000 ? [0x82, length >> 8, length & 0xff] : []
  if (octets.length === 0) throw new Error('too long')
  return Buffer.concat([Buffer.from([tag, ...octets]), content])
}
