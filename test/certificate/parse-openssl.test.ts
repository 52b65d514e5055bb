import { afterAll, beforeAll, expect, test } from 'vitest'
import { curveNames } from '../../src/certificate/curves.ts'
import type { CertificateFacts } from '../../src/certificate/model.ts'
import { parsePem } from '../../src/certificate/parse.ts'
import { describeWithTools } from '../support/tools.ts'
import { objectIdentifier, pemOf } from './der.ts'
import { OpenSsl } from './openssl.ts'

function factsOf(pem: string): CertificateFacts {
  const parsed = parsePem(pem)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.facts
}

describeWithTools(['openssl'], 'certificates issued by openssl', () => {
  let openssl: OpenSsl

  beforeAll(() => {
    openssl = new OpenSsl()
    openssl.key('rsa', 'RSA', 'rsa_keygen_bits:2048')
    openssl.key('p256', 'EC', 'ec_paramgen_curve:P-256')
    openssl.key('other', 'EC', 'ec_paramgen_curve:P-256')
    openssl.key('ed25519', 'ED25519')
  })

  afterAll(() => openssl.remove())

  /** Everything that both openssl and we say of a certificate. */
  function expectAgreement(name: string, facts: CertificateFacts): void {
    const { notBefore, notAfter, serial, issuer, subject, 'sha256 Fingerprint': fingerprint } = openssl.print(name)
    const { commonName: _, ...told } = facts
    expect({ ...told, signatureAlgorithm: '', publicKey: '', problems: [] }).toEqual({
      notBefore: Date.parse(`${notBefore}`) / 1000,
      notAfter: Date.parse(`${notAfter}`) / 1000,
      chain: [],
      chainNotAfter: undefined,
      serialNumber: `${serial?.startsWith('-') ? '-' : ''}${BigInt(`0x${serial?.replace('-', '')}`)}`,
      issuer: issuer?.replace(/#[0-9A-F]+/g, (der) => der.toLowerCase()),
      subject: subject?.replace(/#[0-9A-F]+/g, (der) => der.toLowerCase()),
      signatureAlgorithm: '',
      publicKey: '',
      problems: [],
      fingerprintSha256: fingerprint?.replaceAll(':', '').toLowerCase(),
    })
  }

  test.each([
    ['rsa', 'rsa', ['-sha256'], 'SHA256-RSA', 'RSA 2048'],
    ['rsa-sha1', 'rsa', ['-sha1'], 'SHA1-RSA', 'RSA 2048'],
    ['rsa-sha384', 'rsa', ['-sha384'], 'SHA384-RSA', 'RSA 2048'],
    ['rsa-md5', 'rsa', ['-md5'], 'MD5-RSA', 'RSA 2048'],
    ['rsa-sha224', 'rsa', ['-sha224'], '1.2.840.113549.1.1.14', 'RSA 2048'],
    ['pss', 'rsa', ['-sha256', '-sigopt', 'rsa_padding_mode:pss'], 'SHA256-RSAPSS', 'RSA 2048'],
    ['pss-sha224', 'rsa', ['-sha224', '-sigopt', 'rsa_padding_mode:pss'], '1.2.840.113549.1.1.10', 'RSA 2048'],
    ['ecdsa', 'p256', ['-sha256'], 'ECDSA-SHA256', 'ECDSA P-256'],
    ['ecdsa-sha512', 'p256', ['-sha512'], 'ECDSA-SHA512', 'ECDSA P-256'],
    ['ed25519', 'ed25519', [], 'Ed25519', 'Ed25519'],
  ])('algorithms: %s', (name, key, options, signature, publicKey) => {
    const facts = factsOf(openssl.selfSigned(name, key, '/C=DE/O=Example/CN=algorithms', options))
    expect(facts).toMatchObject({ signatureAlgorithm: signature, publicKey })
    expectAgreement(name, facts)
  })

  test.each([
    ['P-384', 'EC', 'ec_paramgen_curve:P-384', 'ECDSA P-384', 'ECDSA-SHA384'],
    ['P-521', 'EC', 'ec_paramgen_curve:P-521', 'ECDSA P-521', 'ECDSA-SHA384'],
    ['secp256k1', 'EC', 'ec_paramgen_curve:secp256k1', 'ECDSA secp256k1', 'ECDSA-SHA384'],
    ['brainpoolP256r1', 'EC', 'ec_paramgen_curve:brainpoolP256r1', 'ECDSA brainpoolP256r1', 'ECDSA-SHA384'],
    ['RSA of 2047 bits', 'RSA', 'rsa_keygen_bits:2047', 'RSA 2047', 'SHA384-RSA'],
    ['RSA-PSS key', 'RSA-PSS', 'rsa_keygen_bits:2048', '1.2.840.113549.1.1.10', 'SHA384-RSAPSS'],
  ])('keys: %s', (name, algorithm, option, publicKey, signature) => {
    openssl.key(name, algorithm, option)
    const facts = factsOf(openssl.selfSigned(name, name, '/CN=keys', ['-sha384']))
    expect(facts).toMatchObject({ publicKey, signatureAlgorithm: signature })
    expectAgreement(name, facts)
  })

  test("every curve that we name has OpenSSL's name", () => {
    for (const [oid, name] of curveNames) {
      const parameters = pemOf(objectIdentifier(oid), 'EC PARAMETERS')
      openssl.write('curve', parameters)
      const text = openssl.run(['ecparam', '-in', 'curve.pem', '-noout', '-text'])
      expect(text, oid).toMatch(new RegExp(`(?:ASN1 OID|NIST CURVE): ${name}\n`))
    }
  })

  test('Ed448, which Go does not know, is its object identifier', () => {
    openssl.key('ed448', 'ED448')
    const facts = factsOf(openssl.selfSigned('ed448', 'ed448', '/CN=ed448'))
    expect(facts).toMatchObject({ publicKey: '1.3.101.113', signatureAlgorithm: '1.3.101.113' })
  })

  test.each([
    ['zero', '0', '0'],
    ['small', '7', '7'],
    ['high bit', '0xff01', '65281'],
    ['below zero', '-0x7969EDAD', '-2036985261'],
    ['minus one', '-1', '-1'],
    ['20 octets', '0x7fffffffffffffffffffffffffffffffffffffff', '730750818665451459101842416358141509827966271487'],
    ['21 octets', '0xffffffffffffffffffffffffffffffffffffffff', '1461501637330902918203684832716283019655932542975'],
  ])('serial number: %s', (name, given, expected) => {
    const facts = factsOf(openssl.selfSigned(name, 'p256', '/CN=serial', ['-set_serial', given]))
    expect(facts.serialNumber).toBe(expected)
    expectAgreement(name, facts)
  })

  test.each([
    ['expired', '20150824164301Z', '20161122164301Z'],
    ['first of UTCTime', '19500101000000Z', '20491231235959Z'],
    ['first of GeneralizedTime', '20491231235959Z', '20500101000000Z'],
    ['without an end', '20260101000000Z', '99991231235959Z'],
    ['upside down', '20260101000000Z', '20250101000000Z'],
    ['one second', '20260101000000Z', '20260101000000Z'],
  ])('dates: %s', (name, start, end) => {
    const facts = factsOf(openssl.dated(name, 'p256', start, end))
    expectAgreement(name, facts)
    expect(facts.notAfter).toBe(Date.parse(end.replace(/(.{4})(..)(..)(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')) / 1000)
  })

  test.each([
    ['empty', '/', ''],
    ['usual', '/C=AU/ST=Some-State/O=Internet Widgits Pty Ltd', 'O=Internet Widgits Pty Ltd,ST=Some-State,C=AU'],
    ['repeated', '/DC=com/DC=example/OU=a/OU=b/CN=x/CN=y', 'CN=y,CN=x,OU=b,OU=a,DC=example,DC=com'],
    [
      'special characters',
      '/O=a, b; "c" <d> e\\\\f g\\+h=i/CN=\\# x ',
      'CN=\\# x\\ ,O=a\\, b\\; \\"c\\" \\<d\\> e\\\\f g\\+h=i',
    ],
    ['one blank', '/O=x/CN= ', 'CN=\\ ,O=x'],
    ['control characters', '/CN=a\tb\nc\u007f', 'CN=a\\09b\\0Ac\\7F'],
    ['not ASCII', '/O=Müller & Söhne/CN=株式会社 😀', 'CN=株式会社 😀,O=Müller & Söhne'],
    ['unknown type', '/unknownType=Ünknown/CN=x', 'CN=x,1.2.3.4=#0c08c39c6e6b6e6f776e'],
    [
      'known types',
      '/serialNumber=7/title=Dr/SN=Fox/postalCode=1/emailAddress=a@example.com/organizationIdentifier=X',
      undefined,
    ],
    ['long unknown value', `/unknownType=${'x'.repeat(300)}/CN=x`, `CN=x,1.2.3.4=#0c82012c${'78'.repeat(300)}`],
  ])('names: %s', (name, subject, expected) => {
    const facts = factsOf(openssl.selfSigned(name, 'p256', subject))
    expectAgreement(name, facts)
    if (expected !== undefined) expect(facts.subject).toBe(expected)
    // What stands behind the last `CN=` in the command, as openssl was told it.
    const named = [...subject.matchAll(/(?<=\/CN=)(?:[^/+\\]|\\.)*/g)].at(-1)?.[0].replaceAll(/\\(.)/g, '$1')
    expect(facts.commonName).toBe(named?.trim() ? named : undefined)
  })

  test.each([
    ['BMPString', 'MASK:2048', 'Ωmega Söhne'],
    ['T61String', 'MASK:4', 'Söhne'],
    ['PrintableString', 'MASK:2', 'Sons'],
  ])('names in %s', (name, strings, organization) => {
    const facts = factsOf(openssl.selfSigned(name, 'p256', `/O=${organization}/CN=x`, [], strings))
    expect(openssl.run(['asn1parse', '-in', `${name}.pem`])).toContain(name.toUpperCase())
    expect(facts.issuer).toBe(`CN=x,O=${organization}`)
    expectAgreement(name, facts)
  })

  test('a multi-valued RDN keeps the order of the encoding, where openssl turns it round', () => {
    const facts = factsOf(openssl.selfSigned('multi', 'p256', '/C=DE/O=z+UID=u1/CN=x+OU=a'))
    expect(facts.subject).toBe('CN=x+OU=a,O=z+UID=u1,C=DE')
    expect(openssl.print('multi')).toMatchObject({ subject: 'OU=a+CN=x,UID=u1+O=z,C=DE' })
  })

  test('short names that openssl has and RFC 4514 has not', () => {
    const facts = factsOf(openssl.selfSigned('short', 'p256', '/street=Way 1/GN=Al/jurisdictionC=US'))
    expect(facts.subject).toBe('1.3.6.1.4.1.311.60.2.1.3=#0c025553,givenName=Al,STREET=Way 1')
  })

  test('bytes behind the certificate are no part of its fingerprint', () => {
    const pem = openssl.selfSigned('trailing', 'p256', '/CN=trailing')
    const der = Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64')
    const longer = Buffer.concat([der, Buffer.from([0, 1, 2])]).toString('base64')
    const facts = factsOf(`-----BEGIN CERTIFICATE-----\n${longer}\n-----END CERTIFICATE-----`)
    expectAgreement('trailing', facts)
  })

  test('a trusted certificate is the one that it was made of', () => {
    const pem = openssl.selfSigned('trusted', 'p256', '/CN=trusted')
    const trusted = openssl.run([
      'x509',
      '-in',
      'trusted.pem',
      '-trustout',
      '-addtrust',
      'clientAuth',
      '-setalias',
      'x',
    ])
    expect(trusted).toContain('BEGIN TRUSTED CERTIFICATE')
    expect(factsOf(trusted)).toEqual(factsOf(pem))
    expectAgreement('trusted', factsOf(trusted))
  })

  test('a private key, parameters and a request around the certificate are passed over', () => {
    const pem = openssl.selfSigned('around', 'ed25519', '/CN=around')
    const key = openssl.run(['pkey', '-in', 'ed25519.key'])
    const request = openssl.run(['req', '-new', '-key', 'ed25519.key', '-subj', '/CN=request'])
    const parameters = openssl.run(['ecparam', '-name', 'prime256v1'])
    expect(factsOf(`${key}${parameters}${request}${pem}${key}`)).toEqual(factsOf(pem))
  })

  test('twenty thousand days', () => {
    expectAgreement('long', factsOf(openssl.selfSigned('long', 'p256', '/CN=long', ['-days', '20000'])))
  })

  test('what the text form of openssl puts before the PEM', () => {
    const pem = openssl.selfSigned('text', 'p256', '/CN=text')
    const text = openssl.run(['x509', '-in', 'text.pem', '-text'])
    expect(text.length).toBeGreaterThan(pem.length)
    expect(factsOf(text)).toEqual(factsOf(pem))
  })

  test('an e-mail address is an IA5String', () => {
    const facts = factsOf(openssl.selfSigned('mail', 'p256', '/CN=x/emailAddress=sons@example.com'))
    expect(openssl.run(['asn1parse', '-in', 'mail.pem'])).toContain('IA5STRING')
    expectAgreement('mail', facts)
  })
})
