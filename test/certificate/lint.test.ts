import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAuthorities, parsePem } from '../../src/certificate/parse.ts'
import { problemsOf } from '../../src/certificate/problems.ts'
import { issue } from '../../src/simulator/fleet/certificates.ts'
import { documentationFacts, documentationPem } from '../support/documentation-example.ts'
import { describeWithTools } from '../support/tools.ts'
import {
  algorithm,
  type CertificateParts,
  certificate,
  commonName,
  der,
  distinguishedName,
  extension,
  integer,
  objectIdentifier,
  pemOf,
  rsaKey,
  sequence,
} from './der.ts'
import { authority, dsaKey, ediParty, serverAuth, usages } from './odd-kinds.ts'
import { OpenSsl } from './openssl.ts'

function problems(pem: string): readonly string[] {
  const parsed = parsePem(pem)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.facts.problems
}

test("the documentation's own example is a CA certificate", () => {
  expect(problems(documentationPem)).toEqual(['is_ca'])
})

describe('not valid yet', () => {
  test('depends on the time, and comes beside the others', () => {
    expect(problemsOf(documentationFacts, documentationFacts.notBefore - 1)).toEqual(['not_yet_valid', 'is_ca'])
    expect(problemsOf(documentationFacts, documentationFacts.notBefore)).toEqual(['is_ca'])
  })

  test('nothing is wrong with what is not known', () => {
    expect(problemsOf(undefined, 0)).toEqual([])
  })
})

test('a certificate that ends before it begins', async () => {
  const { pem } = await issue({
    subject: [['CN', 'inverted']],
    keyType: 'p256',
    notBefore: new Date('2027-01-02T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
  })
  expect(problems(pem)).toEqual(['inverted_validity'])
})

describe('certificates that openssl does not make', () => {
  const pss = (...parameters: Buffer[]) => algorithm('1.2.840.113549.1.1.10', ...parameters)
  const hash = (oid: string) => der(0xa0, algorithm(oid))
  const signed = (signatureAlgorithm: Buffer): CertificateParts => ({ signatureAlgorithm })
  const keyed = (publicKey: Buffer): CertificateParts => ({ publicKey })

  test.each<[string, CertificateParts, string[]]>([
    ['SHA-1 with RSA, by the OIW', signed(algorithm('1.3.14.3.2.29')), ['weak_signature']],
    ['MD5 with RSA, by the OIW', signed(algorithm('1.3.14.3.2.3')), ['weak_signature']],
    ['SHA with RSA, by the OIW', signed(algorithm('1.3.14.3.2.15')), ['weak_signature']],
    ['DSA with SHA-1, by the OIW', signed(algorithm('1.3.14.3.2.27')), ['weak_signature']],
    ['MD2 with RSA', signed(algorithm('1.2.840.113549.1.1.2')), ['weak_signature']],
    ['MD4 with RSA', signed(algorithm('1.2.840.113549.1.1.3')), ['weak_signature']],
    ['DSA with SHA-1', signed(algorithm('1.2.840.10040.4.3')), ['weak_signature']],
    ['DSA with SHA-256', signed(algorithm('2.16.840.1.101.3.4.3.2')), []],
    ['RSA-PSS without parameters, which is SHA-1', signed(pss()), ['weak_signature']],
    ['RSA-PSS with SHA-1 by default', signed(pss(sequence(der(0xa2, integer(20n))))), ['weak_signature']],
    ['RSA-PSS with SHA-1', signed(pss(sequence(hash('1.3.14.3.2.26')))), ['weak_signature']],
    ['RSA-PSS with MD5', signed(pss(sequence(hash('1.2.840.113549.2.5')))), ['weak_signature']],
    ['RSA-PSS with SHA-256', signed(pss(sequence(hash('2.16.840.1.101.3.4.2.1')))), []],
    ['RSA-PSS with what cannot be read', signed(pss(sequence(der(0xa0, integer(1n))))), []],
    ['RSA of 2047 bits', keyed(rsaKey(2047)), ['weak_key']],
    ['RSA of 2048 bits', keyed(rsaKey(2048)), []],
    ['RSA of 2047 bits, for PSS only', keyed(rsaKey(2047, '1.2.840.113549.1.1.10')), ['weak_key']],
    ['DSA of 1024 bits', keyed(dsaKey(1024)), ['weak_key']],
    ['DSA of 2048 bits', keyed(dsaKey(2048)), []],
    ['an ediPartyName before', { extensions: [ediParty, usages(serverAuth), authority] }, ['no_client_auth', 'is_ca']],
    ['an ediPartyName behind', { extensions: [usages(serverAuth), authority, ediParty] }, ['no_client_auth', 'is_ca']],
    ['usages, none of them', { extensions: [usages()] }, ['no_client_auth']],
    ['usages that cannot be read', { extensions: [extension('2.5.29.37', integer(1n))] }, []],
    ['usages that are no identifiers', { extensions: [extension('2.5.29.37', sequence(integer(1n)))] }, []],
    ['constraints that do not say CA', { extensions: [extension('2.5.29.19', sequence())] }, []],
    ['constraints with a path only', { extensions: [extension('2.5.29.19', sequence(integer(3n)))] }, []],
    [
      'constraints with bytes behind them',
      { extensions: [extension('2.5.29.19', Buffer.concat([sequence(der(0x01, '\u00ff')), integer(3n)]))] },
      [],
    ],
    ['both critical', { extensions: [critical('2.5.29.19', sequence(der(0x01, '\u0001')))] }, ['is_ca']],
  ])('%s', (_, parts, expected) => {
    expect(problems(pemOf(certificate(parts)))).toEqual(expected)
  })
})

function critical(oid: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(oid), der(0x01, '\u0001'), der(0x04, value))
}

describeWithTools(['openssl'], 'certificates that OpenSSL made', () => {
  let openssl: OpenSsl
  beforeAll(() => {
    openssl = new OpenSsl()
    openssl.key('rsa', 'RSA', 'rsa_keygen_bits:2048')
    openssl.key('short', 'RSA', 'rsa_keygen_bits:1024')
    openssl.key('p256', 'EC', 'ec_paramgen_curve:P-256')
  })
  afterAll(() => openssl.remove())

  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE']
  test.each<[string, string, string[], string[]]>([
    ['rsa', 'fine', [], []],
    ['p256', 'client and server', ['-addext', 'extendedKeyUsage=serverAuth,clientAuth'], []],
    ['p256', 'any usage', ['-addext', 'extendedKeyUsage=anyExtendedKeyUsage'], []],
    ['p256', 'server only', ['-addext', 'extendedKeyUsage=serverAuth'], ['no_client_auth']],
    ['short', 'short key', [], ['weak_key']],
    ['rsa', 'SHA-1', ['-sha1'], ['weak_signature']],
    ['p256', 'ECDSA with SHA-1', ['-sha1'], ['weak_signature']],
    ['rsa', 'MD5', ['-md5'], ['weak_signature']],
    [
      'short',
      'all at once',
      ['-sha1', '-addext', 'extendedKeyUsage=serverAuth'],
      ['no_client_auth', 'weak_key', 'weak_signature'],
    ],
  ])('%s, %s: %j', (key, title, options, expected) => {
    const pem = openssl.selfSigned(title.replaceAll(' ', '-'), key, `/CN=${title}`, [...leaf, ...options])
    expect(problems(pem)).toEqual(expected)
  })
})

describe("an authority's certificate", () => {
  const others = (role: 'client' | 'authority', pem: string) => {
    const parsed = role === 'client' ? parsePem(pem) : parseAuthorities(pem, undefined)
    return parsed.ok ? parsed.facts.problems : [parsed.detail]
  }
  const noAuthority = extension('2.5.29.19', sequence())
  const sha1 = algorithm('1.2.840.113549.1.1.5')
  const [root, upper] = [distinguishedName(commonName('root')), distinguishedName(commonName('upper'))]

  test.each<[string, CertificateParts, string[]]>([
    ['that says so', { extensions: [authority] }, []],
    ['that says that it is none', { extensions: [noAuthority] }, ['not_a_ca']],
    ['that says nothing, as before there were extensions', { extensions: [] }, []],
    ['for servers only', { extensions: [authority, usages(serverAuth)] }, []],
    ['with a short key', { extensions: [authority], publicKey: rsaKey(1024) }, ['weak_key']],
    [
      'signed with SHA-1 by another one',
      { signatureAlgorithm: sha1, issuer: upper, subject: root },
      ['weak_signature'],
    ],
    ['signed with SHA-1 by itself', { signatureAlgorithm: sha1, issuer: root, subject: root }, []],
  ])('%s', (_, parts, expected) => {
    expect(others('authority', pemOf(certificate(parts)))).toEqual(expected)
  })

  test('a client certificate is judged as before', () => {
    expect(others('client', pemOf(certificate({ extensions: [authority] })))).toEqual(['is_ca'])
    expect(others('client', pemOf(certificate({ extensions: [noAuthority] })))).toEqual([])
  })

  test('has the problems of every one in its bundle, each once', () => {
    const bundle = [
      { extensions: [authority] },
      { extensions: [noAuthority] },
      { publicKey: rsaKey(1024), extensions: [noAuthority] },
    ]
    expect(others('authority', bundle.map((parts) => pemOf(certificate(parts))).join(''))).toEqual([
      'not_a_ca',
      'weak_key',
    ])
  })
})
