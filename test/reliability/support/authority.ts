import 'reflect-metadata/lite'
import { randomBytes } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000

/** What a server may show: one good certificate, and those that no client should take. */
export interface ServerCertificates {
  /** PEM of the authority that signed the good one. */
  readonly authority: string
  readonly good: SecureContext
  readonly expired: SecureContext
  readonly otherName: SecureContext
  /** Signed by an authority that nobody trusts. */
  readonly unknownAuthority: SecureContext
}

/** @param domain the good one is for every name one level below it */
export async function makeServerCertificates(domain: string): Promise<ServerCertificates> {
  const [ours, foreign] = await Promise.all([makeAuthority('ours'), makeAuthority('foreign')])
  const [good, expired, otherName, unknownAuthority] = await Promise.all([
    makeServer(ours, `*.${domain}`, 1),
    makeServer(ours, `*.${domain}`, -1),
    makeServer(ours, 'elsewhere.test', 1),
    makeServer(foreign, `*.${domain}`, 1),
  ])
  return { authority: ours.pem, good, expired, otherName, unknownAuthority }
}

interface Authority {
  readonly name: string
  readonly pem: string
  readonly privateKey: CryptoKey
}

async function makeAuthority(called: string): Promise<Authority> {
  const keys = await makeKeys()
  const name = `CN=${called}`
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validUntil(10),
    serialNumber: serial(),
    name,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  })
  return { name, pem: certificate.toString('pem'), privateKey: keys.privateKey }
}

async function makeServer(issuer: Authority, host: string, days: number): Promise<SecureContext> {
  const keys = await makeKeys()
  const certificate = await X509CertificateGenerator.create({
    ...validUntil(days),
    serialNumber: serial(),
    subject: `CN=${host}`,
    issuer: issuer.name,
    publicKey: keys.publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
  })
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`
  return createSecureContext({ cert: certificate.toString('pem'), key })
}

function validUntil(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - 30 * dayMs), notAfter: new Date(now + days * dayMs) }
}

async function makeKeys(): Promise<CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if ('privateKey' in keys) return keys
  throw new Error('a single key, not a pair')
}

/** 0x40 in front: never zero, never negative. */
function serial(): string {
  return `40${randomBytes(15).toString('hex')}`
}
