import 'reflect-metadata/lite'
import { randomBytes } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { type DistinguishedName, encodableName, goName } from './names.ts'

/** How to make each type of key, and Go's name for its signatures. */
const keyTypes = {
  rsa2048: {
    algorithm: {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    signature: 'SHA256-RSA',
  },
  p256: { algorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }, signature: 'ECDSA-SHA256' },
  ed25519: { algorithm: { name: 'Ed25519' }, signature: 'Ed25519' },
} as const

export type KeyType = keyof typeof keyTypes

export interface CertificateOrder {
  readonly subject: DistinguishedName
  readonly keyType: KeyType
  /** Whole seconds, because certificates have no fractions. */
  readonly notBefore: Date
  readonly notAfter: Date
  /** The issuer. Without one the certificate is self-signed. */
  readonly issuer?: IssuedCertificate
  /** 127 random bits by default. */
  readonly serialNumber?: bigint
  /** True for a CA certificate. */
  readonly authority?: boolean
  /** Another certificate whose key pair it has. A pair of its own by default. */
  readonly keysOf?: IssuedCertificate
  /** The extended key usage of the leaf. By default `clientAuth`, which Cloudflare needs. */
  readonly usage?: 'clientAuth' | 'serverAuth'
}

/** A generated certificate, with the fields that Cloudflare's API would give. */
export interface IssuedCertificate {
  /** One PEM block with a newline at the end. */
  readonly pem: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly subject: DistinguishedName
  readonly serialDecimal: string
  /** The issuer as Go's `pkix.Name.String()` writes it. */
  readonly issuerGoString: string
  /** `SHA256-RSA`, `ECDSA-SHA256` or `Ed25519`. */
  readonly signature: string
  readonly keyType: KeyType
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

/** Makes a certificate, and its key pair where it has one of its own. */
export async function issue(order: CertificateOrder): Promise<IssuedCertificate> {
  const keys = order.keysOf ?? (await makeKeys(order.keyType))
  const signer = order.issuer ?? { subject: order.subject, keyType: order.keyType, privateKey: keys.privateKey }
  const serialNumber = order.serialNumber ?? randomSerial()
  const certificate = await X509CertificateGenerator.create({
    serialNumber: evenHex(serialNumber),
    subject: encodableName(order.subject),
    issuer: encodableName(signer.subject),
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: keyTypes[signer.keyType].algorithm,
    extensions: order.authority ? authorityExtensions() : leafExtensions(order.usage ?? 'clientAuth'),
  })
  return {
    pem: `${certificate.toString('pem')}\n`,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    subject: order.subject,
    serialDecimal: serialNumber.toString(),
    issuerGoString: goName(signer.subject),
    signature: keyTypes[signer.keyType].signature,
    keyType: order.keyType,
    privateKey: keys.privateKey,
    publicKey: keys.publicKey,
  }
}

async function makeKeys(keyType: KeyType): Promise<CryptoKeyPair> {
  const { algorithm } = keyTypes[keyType]
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  if ('privateKey' in keys) return keys
  throw new Error(`${keyType} gave a single key, not a pair`)
}

function authorityExtensions(): Extension[] {
  const usages = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
  return [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(usages, true)]
}

function leafExtensions(usage: 'clientAuth' | 'serverAuth'): Extension[] {
  return [
    new BasicConstraintsExtension(false),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage[usage]]),
  ]
}

/** Never zero, and never with the top bit set, which would make it negative in DER. */
function randomSerial(): bigint {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return BigInt(`0x${bytes.toString('hex')}`)
}

function evenHex(value: bigint): string {
  const hex = value.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}
