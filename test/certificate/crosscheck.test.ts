import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crossCheck } from '../../src/certificate/crosscheck.ts'
import type { CertificateFacts, CertificateRecord, MismatchField } from '../../src/certificate/model.ts'
import { parsePem } from '../../src/certificate/parse.ts'
import { anyCharacter } from '../support/any-character.ts'
import { cpuSeconds } from '../support/cpu.ts'
import { documentationFacts, documentationPem, documentationRecord } from '../support/documentation-example.ts'
import { runsOf } from '../support/sample.ts'

const silent: CertificateRecord = {
  status: undefined,
  expiresOn: undefined,
  uploadedOn: undefined,
  issuer: undefined,
  serialNumber: undefined,
  signature: undefined,
}

function check(facts: Partial<CertificateFacts>, record: Partial<CertificateRecord>) {
  return crossCheck({ ...documentationFacts, ...facts }, { ...silent, ...record })
}

test("the documentation's own example: three mismatches and a matching signature", () => {
  const parsed = parsePem(documentationPem)
  if (!parsed.ok) throw new Error(parsed.detail)
  const mismatches = { expires_on: true, serial_number: true, issuer: true, signature: false }
  expect(crossCheck(parsed.facts, documentationRecord)).toEqual(mismatches)
})

describe('what is missing is not compared', () => {
  test('nothing from the API', () => {
    expect(check({}, {})).toEqual({})
  })

  test('empty texts, and instants that are none', () => {
    expect(check({}, { issuer: '', serialNumber: ' ', signature: '', expiresOn: Number.NaN })).toEqual({})
  })

  test('a certificate without an issuer', () => {
    expect(check({ issuer: '' }, { issuer: 'CN=x' })).toEqual({})
  })

  test('what is too long in the certificate, or cannot be read there', () => {
    const unread = { serialNumber: '', signatureAlgorithm: '', issuer: `CN=${'x'.repeat(16_381)}` }
    const record = { serialNumber: '1', signature: 'SHA256-RSA', issuer: `CN=${'x'.repeat(16_381)}` }
    expect(check(unread, record)).toEqual({})
    expect(check(unread, { ...record, issuer: 'CN=another' })).toEqual({})
  })

  test('a name of the API that is too long', () => {
    expect(check({}, { issuer: `CN=${'x'.repeat(20_000)}` })).toEqual({})
  })

  test.each(['0', '17', ' 0 '])('%o for a signature: Go writes a number where it knows no algorithm', (signature) => {
    expect(check({}, { signature })).toEqual({})
  })

  test.each<[MismatchField, Partial<CertificateRecord>]>([
    ['expires_on', { expiresOn: documentationFacts.notAfter }],
    ['serial_number', { serialNumber: documentationFacts.serialNumber }],
    ['issuer', { issuer: documentationFacts.issuer }],
    ['signature', { signature: documentationFacts.signatureAlgorithm }],
  ])('%s alone', (field, record) => {
    expect(check({}, record)).toEqual({ [field]: false })
  })
})

describe('expires_on', () => {
  test.each([
    [1_000, 1_000, false],
    [1_000, 1_000.999, false],
    [1_000.5, 1_000, false],
    [1_000, 1_001, true],
    [1_000, 999.999, true],
    [-1.5, -2, false],
  ])('%s against %s', (notAfter, expiresOn, differs) => {
    expect(check({ notAfter }, { expiresOn })).toEqual({ expires_on: differs })
  })
})

describe('serial_number', () => {
  const long = '730750818665451459101842416358141509827966271487'

  test.each([
    ['255', '255', false],
    ['255', ' 0255 ', false],
    ['255', '0xff', false],
    ['255', '00:FF', false],
    ['255', 'ff', false],
    ['255', '254', true],
    ['16', '10', true], // both bases would do: it is decimal
    ['16', '0x10', false],
    ['0', '00', false],
    [long, long, false],
    [long, `7f${'ff'.repeat(19)}`, false],
    [long, `7F${':FF'.repeat(19)}`, false],
    [long, '730750818665451459101842416358141509827966271488', true],
    ['255', '-255', true],
    ['255', 'serial', true],
    ['serial', 'number', true],
    ['255', '0x', true],
    ['255', '2.55e2', true],
    ['1', '1'.padStart(1_000_000, '0'), true],
    ['-2036985261', '-2036985261', false],
    ['-2036985261', '-7969EDAD', false], // as OpenSSL writes it
    ['-2036985261', '-79:69:ed:ad', false],
    ['-2036985261', '-0x7969edad', false],
    ['-2036985261', '2257982035', false], // the same octets
    ['-2036985261', '86:96:12:53', false],
    ['-2036985261', '2036985261', true],
    ['-1', 'ff', false],
    ['-128', '128', false],
    ['-129', '65407', false],
    ['-129', '127', true],
    ['255', '-1', true],
    ['-1', '--1', true],
    ['0', '-0', false],
  ])('%s against %.60s', (serialNumber, api, differs) => {
    expect(check({ serialNumber }, { serialNumber: api })).toEqual({ serial_number: differs })
  })
})

describe('issuer', () => {
  const issuer = "CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US"
  const mail = 'emailAddress=a@example.com,CN=m,ST=K,C=IN'
  const several = 'CN=b,CN=a,OU=y,OU=x,O=Org'

  test.each([
    ['the same text', issuer, issuer, false],
    ['another order', issuer, "C=US,O=Let's Encrypt,CN=Let's Encrypt Authority X3", false],
    ["OpenSSL's one-line form", issuer, "/C=US/O=Let's Encrypt/CN=Let's Encrypt Authority X3", false],
    ['blanks and case', issuer, " cn = LET'S  encrypt authority x3 , o=Let's Encrypt,c=us", false],
    ['another value', issuer, issuer.replace('X3', 'X4'), true],
    ['another type', issuer, issuer.replace('O=', 'OU='), true],
    ['an attribute less', issuer, "CN=Let's Encrypt Authority X3,C=US", true],
    ['an attribute more', issuer, `${issuer},L=San Francisco`, true],
    ['an attribute twice', 'CN=x,O=Org', 'CN=x,O=Org,O=Org', true],
    ['one instead of two of a kind', 'CN=x,O=Org,O=Org', 'CN=x,O=Org', true],
    ['DER and an unknown name', mail, 'CN=m,ST=K,C=IN,1.2.840.113549.1.9.1=#0c0d61406578616d706c652e636f6d', false],
    ['another grouping', several, 'CN=a+CN=b,OU=x+OU=y,O=Org', false],
    ['the last of several common names', several, 'CN=b,OU=x+OU=y,O=Org', false],
    ['the first of several common names', several, 'CN=a,OU=x,OU=y,O=Org', false],
    ['a common name that is none of them', several, 'CN=c,OU=x,OU=y,O=Org', true],
    ['two of three common names', 'CN=c,CN=b,CN=a', 'CN=b,CN=a', true],
    ['no common name', several, 'OU=x,OU=y,O=Org', true],
    ['an empty common name that Go leaves out', 'O=Acme,CN=', 'O=Acme', false],
    ['a NUL at the end, which Go cuts off', 'O=Acme\\00', 'O=Acme', false],
    ['an empty common name given', 'O=Acme,CN=', 'O=Acme,CN=', false],
    ['an empty serial number that Go leaves out', 'O=Acme,serialNumber=', 'O=Acme', false],
    ['the last of two common names is empty: none', 'CN=,CN=x,O=Acme', 'O=Acme', false],
    ['an empty organization, which Go writes', 'O=,CN=x', 'CN=x', true],
    ['the last of two serial numbers', 'CN=x,serialNumber=222,serialNumber=111', 'SERIALNUMBER=222,CN=x', false],
    ['neither of two serial numbers', 'CN=x,serialNumber=222,serialNumber=111', 'CN=x', true],
    ['another serial number', 'CN=x,serialNumber=222,serialNumber=111', 'SERIALNUMBER=333,CN=x', true],
    ['one of several units', several, 'CN=b,CN=a,OU=x,O=Org', true],
    ['a bare common name', issuer, "let's encrypt authority x3", false],
    ['a bare organization', issuer, "Let's Encrypt", false],
    ['a bare word with a comma', 'O=DigiCert\\, Inc.,C=US', 'DigiCert, Inc.', false],
    ['a bare part of a value', issuer, 'Encrypt', true],
    ['a bare word that is no value', issuer, 'GlobalSign', true],
    ['a bare word beside an attribute', 'O=x,CN=x', 'x, O=x', false],
    ['composed and decomposed letters', 'O=M\u00fcller', 'O=Mu\u0308ller', false],
    ['ligatures, full width, sharp s', 'O=\ufb01nanz \uff21\uff27 stra\u00dfe', 'O=FINANZ AG STRASSE', false],
    ['other letters', 'O=Müller', 'O=Muller', true],
    ['escapes', 'O=a\\, b\\+c', 'O="a, b+c"', false],
    ['a value that looks like another attribute', 'O=a\\,CN=b', 'O=a,CN=b', true],
  ])('%s', (_, certificate, api, differs) => {
    expect(check({ issuer: certificate }, { issuer: api })).toEqual({ issuer: differs })
  })
})

describe('signature', () => {
  const spellings: Record<string, readonly string[]> = {
    'SHA256-RSA': [
      'SHA256WithRSA',
      'sha256WithRSAEncryption',
      'RSA-SHA256',
      'sha-256 with RSA',
      '1.2.840.113549.1.1.11',
    ],
    'SHA1-RSA': ['SHA1WithRSA', 'sha1WithRSAEncryption', '1.2.840.113549.1.1.5', '1.3.14.3.2.29'],
    'SHA512-RSA': ['sha512WithRSAEncryption', 'OID.1.2.840.113549.1.1.13'],
    '1.2.840.113549.1.1.2': ['MD2-RSA', 'md2WithRSAEncryption'],
    '1.2.840.113549.1.1.3': ['MD4-RSA', 'md4WithRSAEncryption'],
    'DSA-SHA1': ['dsaWithSHA1', 'dsa-with-sha1', '1.2.840.10040.4.3'],
    'DSA-SHA256': ['dsa_with_SHA256', '2.16.840.1.101.3.4.3.2'],
    'MD5-RSA': ['md5WithRSAEncryption', '1.2.840.113549.1.1.4'],
    'ECDSA-SHA256': ['ecdsa-with-SHA256', 'ECDSAWithSHA256', 'SHA256withECDSA', '1.2.840.10045.4.3.2'],
    'ECDSA-SHA384': ['ecdsa-with-SHA384', 'ECDSAWithSHA384', '1.2.840.10045.4.3.3'],
    'SHA256-RSAPSS': ['SHA256WithRSAPSS', 'SHA256withRSAandMGF1', 'RSASSA-PSS-SHA256'],
    'SHA384-RSAPSS': ['SHA384WithRSAPSS', 'sha384-RSA-PSS'],
    Ed25519: ['PureEd25519', 'ED25519', 'ed25519', '1.3.101.112'],
    '1.3.101.113': ['Ed448', '1.3.101.113'],
    '1.2.3.4': ['OID.1.2.3.4'],
  }
  const all = Object.entries(spellings).flatMap(([name, texts]) =>
    [name, ...texts].map((text) => [name, text] as const),
  )

  test.each(all)('%s is %s and nothing else', (name, text) => {
    expect(check({ signatureAlgorithm: name }, { signature: text })).toEqual({ signature: false })
    for (const other of Object.keys(spellings).filter((key) => key !== name))
      expect([other, check({ signatureAlgorithm: other }, { signature: text })]).toEqual([other, { signature: true }])
  })

  test.each([
    ['SHA256-RSAPSS', 'rsassaPss', false], // as OpenSSL says it, without a hash
    ['SHA256-RSAPSS', '1.2.840.113549.1.1.10', false],
    ['SHA256-RSA', 'rsassaPss', true],
    ['1.2.840.113549.1.1.10', 'SHA224-RSAPSS', false],
    ['SHA256-RSA', 'SHA3-256-RSA', true],
    ['SHA512-RSA', 'sha512-256WithRSAEncryption', true],
    ['ECDSA-SHA256', 'DSA-SHA256', true],
    ['SHA256-RSA', 'something', true],
    ['1.2.3.4', '1.2.3.5', true],
  ])('%s against %s', (signatureAlgorithm, signature, differs) => {
    expect(check({ signatureAlgorithm }, { signature })).toEqual({ signature: differs })
  })
})

describe('any record', () => {
  const text = fc.option(fc.string({ unit: anyCharacter }), { nil: undefined })
  const instant = fc.option(fc.double(), { nil: undefined })
  const records = fc.record<CertificateRecord>({
    status: text,
    expiresOn: instant,
    uploadedOn: instant,
    issuer: text,
    serialNumber: text,
    signature: text,
  })

  test('is compared without a throw, and says true or false of what is there', () => {
    fc.assert(
      fc.property(records, (record) => {
        const mismatches = crossCheck(documentationFacts, record)
        expect(Object.values(mismatches).every((differs) => typeof differs === 'boolean')).toBe(true)
        expect('issuer' in mismatches).toBe((record.issuer ?? '').trim() !== '')
        expect('expires_on' in mismatches).toBe(Number.isFinite(record.expiresOn))
      }),
      { numRuns: runsOf(250) },
    )
  })

  test('of megabytes is compared at once', () => {
    const seconds = cpuSeconds(() => {
      for (const part of ['C=a,', '9', 'pss', 'f', '/C=', 'sha'])
        check({}, { issuer: part.repeat(1e6), serialNumber: part.repeat(1e6), signature: part.repeat(1e6) })
    })
    expect(seconds).toBeLessThan(5)
  })
})
