import { X509Certificate as NodeCertificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CertificateFacts } from '../../src/certificate/model.ts'
import { type ParsedPem, parsePem } from '../../src/certificate/parse.ts'
import { anyCharacter } from '../support/any-character.ts'
import { cpuSeconds } from '../support/cpu.ts'
import { documentationFacts, documentationPem } from '../support/documentation-example.ts'
import { runsOf } from '../support/sample.ts'
import {
  algorithm,
  type CertificateParts,
  certificate,
  commonName,
  distinguishedName,
  der as element,
  integer,
  keyInfo,
  notAfter,
  objectIdentifier,
  pemOf,
  rsaKey,
  rsaOid,
  sequence,
} from './der.ts'
import { ecKey, oddKinds } from './odd-kinds.ts'

const begin = '-----BEGIN CERTIFICATE-----'
const end = '-----END CERTIFICATE-----'
const lines = documentationPem.trim().split('\n')
const base64 = lines.slice(1, -1).join('')
const der = Buffer.from(base64, 'base64')
const read = { ok: true, facts: documentationFacts }

const privateKey = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}\n-----END PRIVATE KEY-----\n`

test("the documentation's own example", () => {
  expect(parsePem(documentationPem)).toEqual(read)
  expect(documentationFacts.notAfter).toBe(Date.parse('2016-11-22T16:43:01Z') / 1000)
})

describe('the forms a PEM text can have', () => {
  test.each([
    ['CR LF', lines.join('\r\n')],
    ['CR alone', lines.join('\r')],
    ['no newline at the end', lines.join('\n')],
    ['indented', lines.map((line) => `    ${line}`).join('\n')],
    ['blank lines and blanks at the ends', lines.map((line) => `${line} \t\n`).join('\n')],
    ['all on one line', lines.join('')],
    ['all on one line, with blanks', lines.join(' ')],
    ['one long line of base64', `${begin}\n${base64}\n${end}`],
    ['a byte order mark', `\uFEFF${documentationPem}`],
    ['text around it', `Bag Attributes\n  friendlyName: x\nsubject=/C=AU\n${documentationPem}and more\n`],
    ['a private key before it', privateKey + documentationPem],
    ['a private key behind it', documentationPem + privateKey],
    ['a request before it', documentationPem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST') + documentationPem],
    ['another one behind it', documentationPem + documentationPem],
    ['rubbish behind it', `${documentationPem}${begin}\n*\n${end}\n${begin}`],
    ['a beginning without an end before a whole one', `${begin}\n${documentationPem}`],
    ['half of it and then all of it', lines.slice(0, 7).join('\n') + documentationPem],
    ['half of it and then a key before all of it', `${lines.slice(0, 7).join('\n')}\n${privateKey}${documentationPem}`],
    [
      'half of it, another end, and then all of it',
      `${begin}\n${privateKey.split('\n').slice(1).join('\n')}${documentationPem}`,
    ],
    ['no newline between two', (documentationPem + documentationPem).replace(`${end}\n${begin}`, end + begin)],
  ])('%s', (_, pem) => {
    expect(parsePem(pem)).toEqual(read)
  })
})

describe('what is refused', () => {
  const noBlock = 'there is no complete CERTIFICATE block in the PEM text'
  const notBase64 = 'the first CERTIFICATE block is not base64'
  const unreadable = 'the first CERTIFICATE block is not a readable X.509 certificate'

  test.each([
    ['nothing', '', noBlock],
    ['a private key', privateKey, noBlock],
    ['base64 without lines around it', base64, noBlock],
    ['a beginning without an end', lines.slice(0, -1).join('\n'), noBlock],
    ['another label', documentationPem.replaceAll('CERTIFICATE', 'PKCS7'), noBlock],
    ['a label in lower case', documentationPem.replaceAll('CERTIFICATE', 'certificate'), noBlock],
    ['a label with a word too much', documentationPem.replaceAll('CERTIFICATE', 'X509 TRUSTED CERTIFICATE'), noBlock],
    ['the end of another label', documentationPem.replace(end, '-----END X509 CERTIFICATE-----'), noBlock],
    ['an empty block', begin + end, notBase64],
    ['a character that is not base64', documentationPem.replace('MIID', 'MI*D'), notBase64],
    ['a character short', documentationPem.replace('MIID', 'MII'), notBase64],
    ['other DER', pemOf(Buffer.from('30030201ff', 'hex')), unreadable],
    ['no DER', pemOf(Buffer.from('hello')), unreadable],
    ['base64 of a PEM', pemOf(Buffer.from(documentationPem)), unreadable],
    ['base64 of hexadecimal digits', pemOf(Buffer.from(der.toString('hex'))), unreadable],
    ['cut off', pemOf(der.subarray(0, -1)), unreadable],
    [
      '256 kB and a character',
      documentationPem.padEnd(256 * 1024 + 1),
      'the PEM text is longer than 262144 characters',
    ],
  ])('%s', (_, pem, detail) => {
    expect(parsePem(pem)).toEqual({ ok: false, detail })
  })

  test('not the longest text that is allowed', () => {
    expect(parsePem(documentationPem.padEnd(256 * 1024))).toEqual(read)
  })

  test('at the bound, beginnings without an end do not take long', () => {
    expect(cpuSeconds(() => expect(parsePem(begin.repeat(9_000))).toMatchObject({ ok: false }))).toBeLessThan(1)
  })
})

describe('the labels that OpenSSL reads', () => {
  const leaf = certificate({ issuer: distinguishedName(commonName('upper')) })
  const upper = certificate({ subject: distinguishedName(commonName('upper')) })

  test.each(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])(
    '%s, alone and before and behind another',
    (label) => {
      expect(parsePem(documentationPem.replaceAll('CERTIFICATE', label))).toEqual(read)
      const chain = [{ subject: 'CN=upper', notAfter }]
      const facts = { subject: 'CN=subject', chain }
      expect(parsePem(pemOf(leaf, label) + pemOf(upper))).toMatchObject({ ok: true, facts })
      expect(parsePem(pemOf(leaf) + pemOf(upper, label))).toMatchObject({ ok: true, facts })
    },
  )

  test('what a certificate is trusted for stands behind it, and is no part of it', () => {
    const trust = sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.3.2')))
    expect(parsePem(pemOf(Buffer.concat([der, trust]), 'TRUSTED CERTIFICATE'))).toEqual(read)
  })
})

test('a leaf is not its own issuer, though it stands there twice and issued what issued it', () => {
  const named = (subject: string, issuer: string) =>
    pemOf(
      certificate({ subject: distinguishedName(commonName(subject)), issuer: distinguishedName(commonName(issuer)) }),
    )
  const parsed = parsePem(named('x', 'y') + named('y', 'x') + named('x', 'y'))
  expect(parsed).toMatchObject({ ok: true, facts: { chain: [{ subject: 'CN=y', notAfter }] } })
})

describe('what cannot be read costs itself, and never the dates', () => {
  const nothing = element(0x05)
  const unreadableName = sequence(element(0x31, element(0x0c, 'x')))
  test.each<[string, CertificateParts, Partial<CertificateFacts>]>([
    ['a serial number of 60 octets', { serialNumber: integer(1n << 478n) }, { serialNumber: `${1n << 478n}` }],
    ['a serial number of 61 octets', { serialNumber: integer(1n << 480n) }, { serialNumber: '' }],
    ['a serial number of 50 kB', { serialNumber: element(0x02, Buffer.alloc(50_000, 0x40)) }, { serialNumber: '' }],
    ['a serial number of no octets', { serialNumber: element(0x02) }, { serialNumber: '' }],
    [
      'an issuer of 100 kB',
      { issuer: distinguishedName(commonName('x'.repeat(100_000))) },
      { issuer: `CN=${'x'.repeat(16_381)}` },
    ],
    [
      'a subject of 100 kB',
      { subject: distinguishedName(commonName('x'.repeat(100_000))) },
      { subject: `CN=${'x'.repeat(16_381)}`, commonName: 'x'.repeat(16_381) },
    ],
    ['an issuer that is no name', { issuer: unreadableName }, { issuer: '' }],
    ['a subject that is no name', { subject: unreadableName }, { subject: '', commonName: undefined }],
    [
      'an RSA key that is none',
      { publicKey: keyInfo(algorithm(rsaOid, nothing), element(0x04)) },
      { publicKey: rsaOid },
    ],
    ['a key of no kind', { publicKey: sequence(nothing) }, { publicKey: '' }],
    ['a signature of no kind', { signatureAlgorithm: sequence(nothing) }, { signatureAlgorithm: '' }],
    ['a unique id that is none', { uniqueIds: [element(0x81)] }, {}],
    ['a unique id that does not end', { uniqueIds: [Buffer.from([0x81, 0x7f])] }, {}],
    ['extensions that are none', { extensions: [element(0x0c, 'x')] }, {}],
    ['a version that nobody knows', { version: [element(0xa0, integer(7n))] }, {}],
  ])('%s', (_, parts, facts) => {
    const parsed = parsePem(pemOf(certificate(parts)))
    const ordinary = parsePem(pemOf(certificate()))
    const fingerprintSha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(parsed).toEqual({ ok: true, facts: { ...(ordinary.ok && ordinary.facts), ...facts, fingerprintSha256 } })
    expect(parsed.ok && parsed.facts.notAfter).toBe(notAfter)
  })
})

describe('keys', () => {
  const explicitCurve = sequence(integer(1n), sequence())
  test.each<[string, Buffer, string]>([
    ['RSA of 15 bits', rsaKey(15), 'RSA 15'],
    ['RSA of 2041 bits', rsaKey(2041), 'RSA 2041'],
    ['RSA of 2048 bits', rsaKey(2048), 'RSA 2048'],
    ['RSA of 8193 bits', rsaKey(8193), 'RSA 8193'],
    ['RSA for PSS only', rsaKey(2048, '1.2.840.113549.1.1.10'), '1.2.840.113549.1.1.10'],
    ['a curve without a name', ecKey(objectIdentifier('1.2.156.10197.1.301')), 'ECDSA 1.2.156.10197.1.301'],
    ['a curve in numbers', ecKey(explicitCurve), '1.2.840.10045.2.1'],
    ['Ed25519', sequence(algorithm('1.3.101.112'), element(0x03)), 'Ed25519'],
    ['a modulus of zero', rsaKey(0), 'RSA 0'],
  ])('%s', (_, publicKey, name) => {
    expect(parsePem(pemOf(certificate({ publicKey })))).toMatchObject({ ok: true, facts: { publicKey: name } })
  })
})

describe('no input throws', () => {
  function expectSane(parsed: ParsedPem): void {
    if (!parsed.ok) {
      expect(parsed.detail).toMatch(/^[\w .]{10,80}$/)
      return
    }
    const { notBefore, notAfter, serialNumber, signatureAlgorithm, publicKey, fingerprintSha256 } = parsed.facts
    expect([notBefore, notAfter].every(Number.isFinite)).toBe(true)
    expect(serialNumber).toMatch(/^(?:-?\d+)?$/)
    expect(signatureAlgorithm).toMatch(/^(?:[A-Z0-9]+-[A-Z0-9]+|Ed25519|\d+(?:\.\d+)+)?$/)
    expect(publicKey).toMatch(/^(?:[RD]SA \d+|ECDSA [\w.-]+|Ed25519|\d+(?:\.\d+)+)?$/)
    expect(fingerprintSha256).toMatch(/^[0-9a-f]{64}$/)
  }

  test('any text', () => {
    const block = fc.string({ unit: anyCharacter }).map((text) => `${begin}${text}${end}`)
    fc.assert(fc.property(fc.oneof(fc.string({ unit: anyCharacter }), block), (pem) => expectSane(parsePem(pem))))
  })

  test('any bytes as DER', () => {
    const sequence = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from([0x30, bytes.length, ...bytes]))
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), sequence), (bytes) => expectSane(parsePem(pemOf(bytes)))))
  })

  test('any bit of any kind of certificate turned over', () => {
    const flips = fc.array(fc.nat(der.length * 8 - 1), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.constantFrom(der, ...oddKinds.values()), flips, (whole, bits) => {
        const bytes = Buffer.from(whole)
        for (const bit of bits.filter((each) => each < whole.length * 8))
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expectSane(parsePem(pemOf(bytes)))
      }),
      { numRuns: runsOf(200) },
    )
  })

  test('any certificate cut off anywhere is refused', () => {
    const lengths = fc.nat(der.length - 1)
    fc.assert(
      fc.property(lengths, (length) => {
        expect(parsePem(pemOf(der.subarray(0, length))).ok).toBe(false)
      }),
    )
  })
})

test("Node's own reader agrees", () => {
  const node = new NodeCertificate(documentationPem)
  expect(BigInt(documentationFacts.serialNumber)).toBe(BigInt(`0x${node.serialNumber}`))
  expect(documentationFacts.notAfter).toBe(Date.parse(node.validTo) / 1000)
  expect(documentationFacts.fingerprintSha256).toBe(node.fingerprint256.replaceAll(':', '').toLowerCase())
})
