import 'reflect-metadata/lite'
import { createPrivateKey } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** Both in PEM, as files have them. */
export interface Pair {
  readonly cert: string
  readonly key: string
}

export interface Order {
  readonly sans?: JsonGeneralNames
  readonly isExpired?: boolean
  /** How long it is valid from now; default: one. */
  readonly days?: number
  readonly usage?: 'clientAuth' | 'serverAuth'
  /** With a key of so few bits that nobody should take it; self-signed ones only. */
  readonly isWeak?: boolean
}

export interface Authority extends Pair {
  readonly issue: (name: string, order?: Order) => Promise<Pair>
  readonly intermediate: (name: string) => Promise<Authority>
}

const good = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const weak = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 1024,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const
const day = 86_400_000

interface Signer {
  readonly name: string
  readonly privateKey: CryptoKey
}

/** A CA of a test's own. */
export function makeAuthority(name: string): Promise<Authority> {
  return authority(name, undefined)
}

async function authority(name: string, parent: Signer | undefined): Promise<Authority> {
  const made = await make(name, parent, {}, true)
  const signer = { name, privateKey: made.privateKey }
  return {
    ...made.pair,
    issue: async (leaf, order = {}) => (await make(leaf, signer, order, false)).pair,
    intermediate: (child) => authority(child, signer),
  }
}

/** A certificate that vouches for itself. */
export async function selfSigned(name: string, order: Order = {}): Promise<Pair> {
  return (await make(name, undefined, order, false)).pair
}

async function make(name: string, parent: Signer | undefined, order: Order, isCa: boolean) {
  const algorithm = order.isWeak ? weak : good
  const { privateKey, publicKey } = await newKeys(algorithm)
  const now = Date.now()
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: `CN=${parent?.name ?? name}`,
    notBefore: new Date(now - 2 * day),
    notAfter: new Date(order.isExpired ? now - day : now + (order.days ?? 1) * day),
    publicKey,
    signingKey: parent?.privateKey ?? privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(isCa, undefined, true),
      ...(order.usage ? [new ExtendedKeyUsageExtension([ExtendedKeyUsage[order.usage]])] : []),
      ...(order.sans ? [new SubjectAlternativeNameExtension(order.sans)] : []),
    ],
  })
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey))
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' })
  return { pair: { cert: `${certificate.toString('pem')}\n`, key: String(key) }, privateKey }
}

async function newKeys(algorithm: typeof good | typeof weak): Promise<CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if ('privateKey' in keys) return keys
  throw new Error('no pair of keys')
}
