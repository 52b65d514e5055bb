import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readPathCertificate } from '../../src/trust/path-certificate.ts'
import {
  algorithm,
  certificate,
  commonName,
  der,
  distinguishedName,
  extension,
  integer,
  type NameParts,
  objectIdentifier,
  pemOf,
  sequence,
} from '../certificate/der.ts'

/** Made of DER, so that it can have whatever no tool would make. Its signature is a real one. */
export interface Made {
  readonly name: string
  readonly der: Buffer
  readonly pem: string
  readonly fingerprint: string
  /** Its private key, in PEM. */
  readonly key: string
}

export interface Wish {
  /** The common name, or a whole name; default: the certificate's own name. */
  readonly subject?: string | NameParts
  /** Whose key it has; default: the key called like the subject. */
  readonly key?: string
  readonly issuer?: string | NameParts
  /** Who signs; default: the key called like the issuer. */
  readonly signer?: string
  readonly from?: number
  readonly until?: number
  readonly hash?: 'sha1' | 'sha256'
  /** Default for an issuer: basicConstraints with CA, for a leaf: none. */
  readonly extensions?: readonly Buffer[]
  /** Whether it and its issuer are told by key identifiers; default: true. */
  readonly keyIds?: boolean
  readonly isVersion1?: boolean
}

const ecdsa = { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2' } as const
const day = 86_400

/** The present of every test here. */
export const now = Date.UTC(2027, 0, 1) / 1000
export const inDays = (days: number) => now + days * day

export const isCa = (pathLength?: number) =>
  extension(
    '2.5.29.19',
    sequence(der(0x01, Buffer.from([0xff])), ...(pathLength === undefined ? [] : [integer(BigInt(pathLength))])),
    true,
  )
export const isNoCa = extension('2.5.29.19', sequence(), true)
/** @param bits as RFC 5280 numbers them: 0 digitalSignature, 2 keyEncipherment, 4 keyAgreement, 5 keyCertSign, 6 cRLSign */
export const keyUsage = (...bits: readonly number[]) =>
  extension('2.5.29.15', der(0x03, Buffer.from([0, bits.reduce((octet, bit) => octet | (0x80 >> bit), 0)])), true)
export const usages = (...oids: readonly string[]) =>
  extension('2.5.29.37', sequence(...oids.map((oid) => objectIdentifier(oid))))
export const clientAuth = '1.3.6.1.5.5.7.3.2'
export const serverAuth = '1.3.6.1.5.5.7.3.1'
export const anyUsage = '2.5.29.37.0'
export const unknownCritical = extension('1.2.3.4.5', sequence(), true)

export const dns = (text: string) => der(0x82, text)
export const email = (text: string) => der(0x81, text)
export const uri = (text: string) => der(0x86, text)
export const ip = (...octets: readonly number[]) => der(0x87, Buffer.from(octets))
export const directory = (parts: NameParts) => der(0xa4, distinguishedName(parts))
export const alternativeNames = (...names: readonly Buffer[]) => extension('2.5.29.17', sequence(...names))
export function nameConstraints(permitted: readonly Buffer[], excluded: readonly Buffer[] = []): Buffer {
  const list = (tag: number, names: readonly Buffer[]) =>
    names.length === 0 ? [] : [der(tag, ...names.map((name) => sequence(name)))]
  return extension('2.5.29.30', sequence(...list(0xa0, permitted), ...list(0xa1, excluded)), true)
}

export class Pki {
  readonly #keys = new Map<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>()
  #serial = 1n

  /** A root, or with an issuer an intermediate. */
  ca(name: string, wish: Wish = {}): Made {
    return this.#make(name, { ...wish, extensions: wish.extensions ?? [isCa()] })
  }

  leaf(name: string, issuer: string, wish: Wish = {}): Made {
    return this.#make(name, { issuer, ...wish })
  }

  #make(name: string, wish: Wish): Made {
    const subject = wish.subject ?? name
    const key = wish.key ?? (typeof subject === 'string' ? subject : name)
    const issuer = wish.issuer ?? subject
    const signer = wish.signer ?? (typeof issuer === 'string' && wish.issuer !== undefined ? issuer : key)
    const { from = inDays(-30), until = inDays(365), hash = 'sha256', extensions = [], keyIds = true } = wish
    const ids = keyIds
      ? [
          extension('2.5.29.14', der(0x04, this.#keyId(key))),
          extension('2.5.29.35', sequence(der(0x80, this.#keyId(signer)))),
        ]
      : []
    const made = certificate({
      ...(wish.isVersion1 && { version: [] }),
      serialNumber: integer(this.#serial++),
      signatureAlgorithm: algorithm(ecdsa[hash]),
      issuer: nameOf(issuer),
      validity: sequence(time(from), time(until)),
      subject: nameOf(subject),
      publicKey: this.#pair(key).publicKey.export({ type: 'spki', format: 'der' }),
      extensions: wish.isVersion1 ? [] : [...ids, ...extensions],
      sign: (tbsCertificate) => sign(hash, tbsCertificate, this.#pair(signer).privateKey),
    })
    const privateKey = this.#pair(key).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const fingerprint = createHash('sha256').update(made).digest('hex')
    return { name, der: made, pem: pemOf(made), fingerprint, key: privateKey }
  }

  #pair(name: string) {
    const pair = this.#keys.get(name) ?? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#keys.set(name, pair)
    return pair
  }

  #keyId(name: string): Buffer {
    const spki = this.#pair(name).publicKey.export({ type: 'spki', format: 'der' })
    return createHash('sha1').update(spki).digest()
  }
}

function nameOf(name: string | NameParts): Buffer {
  return distinguishedName(typeof name === 'string' ? commonName(name) : name)
}

function time(moment: number): Buffer {
  const text = new Date(moment * 1000).toISOString().replace(/[-:T]|\.\d+/g, '')
  return der(0x18, text)
}

export function pathCertificate({ der: bytes, name }: Pick<Made, 'der' | 'name'>) {
  const read = readPathCertificate(bytes)
  if (!read) throw new Error(`${name} cannot be read`)
  return read
}
