import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readElement } from '../../src/certificate/der.ts'
import { type NameAttribute, readName } from '../../src/certificate/name-reader.ts'
import { writeName } from '../../src/certificate/name-writer.ts'
import { anyCharacter } from '../support/any-character.ts'
import { cpuSeconds } from '../support/cpu.ts'
import { runsOf } from '../support/sample.ts'
import { der, distinguishedName, type NameParts, objectIdentifier, sequence } from './der.ts'
import { uuidOid } from './odd-kinds.ts'

const cn = '2.5.4.3'
const o = '2.5.4.10'
const c = '2.5.4.6'
const email = '1.2.840.113549.1.9.1'

function written(name: Buffer): string {
  const element = readElement(name)
  if (!element) throw new Error('no DER')
  return writeName(element)
}

const bytes = (hex: string) => Buffer.from(hex, 'hex')

describe('writing RFC 4514', () => {
  test.each<[string, NameParts, string]>([
    ['an empty name', [], ''],
    ['an empty RDN', [[], [[cn, 'x']]], 'CN=x'],
    ['the last RDN first', [[[c, 'US']], [[o, 'Org']], [[cn, 'x']]], 'CN=x,O=Org,C=US'],
    [
      'several values in one RDN',
      [
        [
          [cn, 'x'],
          [cn, 'y'],
          ['0.9.2342.19200300.100.1.1', 'u'],
        ],
      ],
      'CN=x+CN=y+UID=u',
    ],
    ['types with a descriptor', [[['2.5.4.5', '1']], [['2.5.4.9', 's']]], 'STREET=s,serialNumber=1'],
    ['types without one', [[['1.2.3', 'abc']]], '1.2.3=#0c03616263'],
    ['types with a UUID in them', [[[uuidOid, 'x']]], `${uuidOid}=#0c0178`],
    ['an empty value', [[[cn, '']], [['1.2.3', '']]], '1.2.3=#0c00,CN='],
    ["RFC 4514's special characters", [[[cn, '"+,;<>\\=']]], 'CN=\\"\\+\\,\\;\\<\\>\\\\='],
    ['blanks at the ends only', [[[cn, ' a b ']], [[o, ' ']]], 'O=\\ ,CN=\\ a b\\ '],
    ['a number sign at the beginning only', [[[cn, '#a#']]], 'CN=\\#a#'],
    ['NUL and other control characters', [[[cn, 'a\u0000b\n']]], 'CN=a\\00b\\0A'],
    ['other alphabets as they are', [[[cn, 'Ünï 株式 😀']]], 'CN=Ünï 株式 😀'],
    ['half a surrogate pair', [[[cn, der(0x1e, bytes('0061d800'))]]], 'CN=a\ufffd'],
    ['UniversalString', [[[cn, der(0x1c, bytes('000000fc0001f600'))]]], 'CN=ü😀'],
    ['UniversalString beyond Unicode', [[[cn, der(0x1c, bytes('00110000'))]]], 'CN=#1c0400110000'],
    ['NumericString', [[[cn, der(0x12, '123')]]], 'CN=123'],
    ['DER of no text', [[[cn, bytes('020105')]]], 'CN=#020105'],
    ['a text that looks like DER', [[[cn, '#0c0141']], [[o, '#12ff']]], 'O=\\#12ff,CN=\\#0c0141'],
  ])('%s', (_, name, expected) => {
    expect(written(distinguishedName(name))).toBe(expected)
  })

  test.each([
    ['bytes behind the last RDN', der(0x30, distinguishedName([[[cn, 'x']]]).subarray(2), '\u0000')],
    ['something else than an RDN', sequence(sequence())],
    ['something else than an attribute', sequence(der(0x31, der(0x0c, 'x')))],
    ['an RDN and something else', sequence(distinguishedName([[[cn, 'x']]]).subarray(2), sequence())],
    ['a type that does not end', sequence(der(0x31, sequence(der(0x06, bytes('5584')), der(0x0c, 'x'))))],
    ['a type of kilobytes', sequence(der(0x31, sequence(objectIdentifier(`1.2.${1n << 4_000n}`), der(0x0c, 'x'))))],
  ])('a name that cannot be read is none, not another one: %s', (_, name) => {
    expect(written(name)).toBe('')
  })
})

describe('reading', () => {
  const name = [
    { type: cn, value: 'x' },
    { type: o, value: 'Org, Inc' },
    { type: c, value: 'US' },
  ]

  test.each<[string, string, readonly NameAttribute[]]>([
    ['RFC 4514', 'CN=x,O=Org\\, Inc,C=US', name],
    ['RFC 4514 with hexadecimal escapes', 'CN=\\78,O=Org\\2C Inc,C=US', name],
    ['RFC 2253 with blanks', ' CN = x , O = Org\\, Inc ; C = US ', name],
    ['RFC 1779', 'CN=x, O="Org, Inc", C=US', name],
    ['several values in one RDN', 'CN=x+O=Org\\, Inc+C=US', name],
    ["OpenSSL's one-line form", '/CN=x/O=Org, Inc/C=US', name],
    ["OpenSSL's one-line form, several values in one RDN", '/CN=x+O=Org, Inc/C=US', name],
    ['short names in any case, and long ones', 'cn=x,organizationname=Org\\, Inc,CountryName=US', name],
    ['object identifiers', '2.5.4.3=x,OID.2.5.4.10=Org\\, Inc,oid.2.5.4.6=US', name],
    ['DER of strings', 'CN=#0c0178,O=#13084F72672C20496E63,2.5.4.6=#16025553', name],
    ['a comma that nobody escaped', 'CN=x,O=Org, Inc,C=US', name],
    ['nothing', ' \t', []],
    ['a bare word', ' GlobalSign ', [{ bareWord: 'GlobalSign' }]],
    ['bare words with a comma', 'DigiCert, Inc.', [{ bareWord: 'DigiCert, Inc.' }]],
    ['a bare word and attributes', 'x, C=US', [{ bareWord: 'x' }, { type: c, value: 'US' }]],
    ['a path', '/srv/x', [{ bareWord: '/srv/x' }]],
    [
      'an address in the one-line form',
      '/OU=at https://x/y=z/CN=x',
      [
        { type: '2.5.4.11', value: 'at https://x/y=z' },
        { type: cn, value: 'x' },
      ],
    ],
    [
      'bytes in the one-line form',
      '/O=M\\xC3\\xBCller/CN=a\\/b',
      [
        { type: o, value: 'Müller' },
        { type: cn, value: 'a/b' },
      ],
    ],
    ['escaped UTF-8', 'CN=M\\C3\\BCller \\E6\\A0\\AA', [{ type: cn, value: 'Müller 株' }]],
    ['escaped bytes that are no UTF-8', 'CN=M\\FCller', [{ type: cn, value: 'Müller' }]],
    [
      'escaped blanks and backslashes',
      'CN=\\ a\\\\\\ ,O=b\\\\ ',
      [
        { type: cn, value: ' a\\ ' },
        { type: o, value: 'b\\' },
      ],
    ],
    [
      'quotes with escapes',
      'CN="a\\"b\\\\",O=c',
      [
        { type: cn, value: 'a"b\\' },
        { type: o, value: 'c' },
      ],
    ],
    [
      'quotes that are only characters',
      'CN=5" pipe,O=c',
      [
        { type: cn, value: '5" pipe' },
        { type: o, value: 'c' },
      ],
    ],
    ['a quote without an end', 'CN="a,O=b', [{ type: cn, value: '"a,O=b' }]],
    ['an equals sign in a value', 'CN=a=b', [{ type: cn, value: 'a=b' }]],
    [
      'empty values',
      'CN=,O=""',
      [
        { type: cn, value: '' },
        { type: o, value: '' },
      ],
    ],
    [
      'DER of BMPString, T61String, UniversalString',
      '1.2=#1e0420ac0041,1.3=#1401fc,1.4=#1c040001f600',
      [
        { type: '1.2', value: '€A' },
        { type: '1.3', value: 'ü' },
        { type: '1.4', value: '😀' },
      ],
    ],
    ['bytes behind the DER', 'CN=#0c0178ff', [{ type: cn, value: '#0c0178ff' }]],
    ['a byte order mark', 'CN=\\EF\\BB\\BFx', [{ type: cn, value: '\uFEFFx' }]],
    ['more than 16 kB', 'C=,'.repeat(5_462), [{ bareWord: 'C=,'.repeat(5_462) }]],
    ['DER of something else', 'CN=#020105', [{ type: cn, value: '#020105' }]],
    [
      'no DER',
      'CN=#XY,O=#0c05AA',
      [
        { type: cn, value: '#XY' },
        { type: o, value: '#0c05aa' },
      ],
    ],
    ['a type nobody knows', 'Foo-Bar=x', [{ type: 'foo-bar', value: 'x' }]],
    [
      'a recording of Cloudflare',
      'CN=m,ST=K,1.2.840.113549.1.9.1=#0c13737570706f7274406578616d706c652e636f6d',
      [
        { type: cn, value: 'm' },
        { type: '2.5.4.8', value: 'K' },
        { type: email, value: 'support@example.com' },
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(readName(text)).toEqual(expected)
  })

  test.each([
    [email, ['E', 'EMAIL', 'emailAddress', '1.2.840.113549.1.9.1']],
    [cn, ['CN', 'commonName']],
    [c, ['C', 'countryName', 'country']],
    [o, ['O', 'organizationName', 'organization']],
    ['2.5.4.11', ['OU', 'organizationalUnitName', 'organizationalUnit']],
    ['2.5.4.4', ['SN', 'surname']],
    ['2.5.4.7', ['L', 'localityName', 'locality']],
    ['2.5.4.8', ['S', 'SP', 'ST', 'stateOrProvinceName']],
    ['2.5.4.12', ['T', 'title']],
    ['2.5.4.43', ['I', 'initials']],
    ['2.5.4.44', ['generation', 'generationQualifier']],
    ['2.5.4.46', ['DNQ', 'dnQualifier']],
    ['0.9.2342.19200300.100.1.1', ['UID', 'userId']],
    ['0.9.2342.19200300.100.1.3', ['mail', 'rfc822Mailbox']],
    ['0.9.2342.19200300.100.1.25', ['DC', 'domainComponent']],
    ['1.2.840.113549.1.9.2', ['unstructuredName']],
    ['1.2.840.113549.1.9.8', ['unstructuredAddress']],
    ['2.5.4.5', ['SERIALNUMBER', 'serialNumber', '2.5.4.5', 'OID.2.5.4.5']],
    ['2.5.4.42', ['G', 'GN', 'givenName']],
    ['2.5.4.17', ['POSTALCODE', 'postalCode']],
    ['2.5.4.9', ['STREET', 'street', 'streetAddress']],
    ['1.3.6.1.4.1.311.60.2.1.1', ['jurisdictionL', 'jurisdictionLocalityName']],
    ['1.3.6.1.4.1.311.60.2.1.2', ['jurisdictionST', 'jurisdictionStateOrProvinceName']],
    ['1.3.6.1.4.1.311.60.2.1.3', ['jurisdictionC', 'jurisdictionCountryName']],
  ])('synonyms of %s', (type, names) => {
    for (const synonym of names) expect(readName(`${synonym}=x`)).toEqual([{ type, value: 'x' }])
  })

  test('a name of megabytes is the text that it is, at once', () => {
    for (const text of ['C=,', '"', '\\41', 'CN="\\"', '/C=', '\\', '#0c', ' ']) {
      const seconds = cpuSeconds(() => {
        readName(text.repeat(1_000_000))
        readName(text.repeat(16_384 / text.length))
      })
      expect(seconds).toBeLessThan(1)
    }
  })
})

describe('both ways', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...' #"+,;<>\\=/ax0C\n\u0000é株😀\u00a0') })
  const types = fc.oneof(
    fc.constantFrom(cn, c, email, '2.5.4.12', '2.5.4.5', '2.5.4.97', '1.3.6.1.4.1.311.60.2.1.3'),
    fc
      .array(fc.bigInt({ min: 0n, max: 1n << 130n }), { minLength: 1, maxLength: 3 })
      .map((arcs) => `2.${arcs.join('.')}`),
  )
  const texts = fc.oneof(nasty, fc.string({ unit: anyCharacter }))
  const inUtf8 = texts.map((text) => ({ value: der(0x0c, text.toWellFormed()), read: text.toWellFormed() }))
  const inLatin1 = fc
    .tuple(fc.constantFrom(0x12, 0x13, 0x14, 0x16, 0x1a, 0x1b), fc.uint8Array({ maxLength: 40 }))
    .map(([tag, content]) => ({ value: der(tag, content), read: Buffer.from(content).toString('latin1') }))
  const inBmp = texts.map((text) => ({
    value: der(0x1e, Buffer.from(text, 'utf16le').swap16()),
    read: text.toWellFormed(),
  }))
  const inUniversal = texts.map((text) => {
    const points = [...text.toWellFormed()].map((each) => (each.codePointAt(0) ?? 0).toString(16).padStart(8, '0'))
    return { value: der(0x1c, bytes(points.join(''))), read: text.toWellFormed() }
  })
  const noText = fc.uint8Array({ maxLength: 200 }).map((content) => {
    const value = der(0x04, content)
    return { value, read: `#${value.toString('hex')}` }
  })
  const values = fc.oneof(inUtf8, inLatin1, inBmp, inUniversal, noText)
  const rdns = fc.array(fc.tuple(types, values), { minLength: 1, maxLength: 3 })

  test('of any name in DER the text is read again, attribute by attribute', () => {
    fc.assert(
      fc.property(fc.array(rdns, { maxLength: 8 }), (name) => {
        const parts = name.map((rdn) => rdn.map(([type, { value }]) => [type, value] as const))
        const expected = name.toReversed().flatMap((rdn) => rdn.map(([type, { read }]) => ({ type, value: read })))
        expect(readName(written(distinguishedName(parts)))).toEqual(expected)
      }),
      { numRuns: runsOf(350) },
    )
  })

  test('any text is read', () => {
    const piece = fc.oneof(nasty, fc.constantFrom('CN=', '/O=', 'OID.', '#0c', '\\x', '\\C3', '"'))
    const any = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(any, (text) => {
        for (const attribute of readName(text))
          expect(Object.values(attribute).every((part) => typeof part === 'string')).toBe(true)
      }),
      { numRuns: runsOf(350) },
    )
  })
})
