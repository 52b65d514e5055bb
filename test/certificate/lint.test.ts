import 'reflect-metadata/lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parsePem } from '../../src/certificate/parse.ts'
import { problemsOf } from '../../src/certificate/problems.ts'
import { issue } from '../../src/simulator/certificates.ts'
import { documentationFacts, documentationPem } from '../support/documentation-example.ts'
import { describeWithTools } from '../support/tools.ts'
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
