import { X509Certificate as NodeCertificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ParsedPem, parsePem } from '../../src/certificate/parse.ts'
import { documentationFacts, documentationPem } from '../support/documentation-example.ts'

const begin = '-----BEGIN CERTIFICATE-----'
const end = '-----END CERTIFICATE-----'
const lines = documentationPem.trim().split('\n')
const base64 = lines.slice(1, -1).join('')
const der = Buffer.from(base64, 'base64')
const read = { ok: true, facts: documentationFacts }

const pemOf = (bytes: Uint8Array) => `${begin}\n${Buffer.from(bytes).toString('base64')}\n${end}\n`
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
    ['another label', documentationPem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'), noBlock],
    ['an empty block', begin + end, notBase64],
    ['a character that is not base64', documentationPem.replace('MIID', 'MI*D'), notBase64],
    ['a character short', documentationPem.replace('MIID', 'MII'), notBase64],
    ['a beginning without an end before a whole one', `${begin}\n${documentationPem}`, notBase64],
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
    const started = performance.now()
    expect(parsePem(begin.repeat(9_000))).toMatchObject({ ok: false })
    expect(performance.now() - started).toBeLessThan(1_000)
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
    expect(serialNumber).toMatch(/^\d+$/)
    expect(signatureAlgorithm).toMatch(/^(?:[A-Z0-9]+-[A-Z0-9]+|Ed25519|\d+(?:\.\d+)+)$/)
    expect(publicKey).toMatch(/^(?:RSA \d+|ECDSA P-\d+|Ed25519|\d+(?:\.\d+)+)$/)
    expect(fingerprintSha256).toMatch(/^[0-9a-f]{64}$/)
  }

  test('any text', () => {
    const block = fc.string({ unit: 'binary' }).map((text) => `${begin}${text}${end}`)
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), block), (pem) => expectSane(parsePem(pem))))
  })

  test('any bytes as DER', () => {
    const sequence = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from([0x30, bytes.length, ...bytes]))
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), sequence), (bytes) => expectSane(parsePem(pemOf(bytes)))))
  })

  test('any bit of a certificate turned over', () => {
    const flips = fc.array(fc.nat(der.length * 8 - 1), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(flips, (bits) => {
        const bytes = Buffer.from(der)
        for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expectSane(parsePem(pemOf(bytes)))
      }),
      { numRuns: 1_000 },
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
