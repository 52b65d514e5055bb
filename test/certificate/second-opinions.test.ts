import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CertificateFacts } from '../../src/certificate/model.ts'
import { parsePem } from '../../src/certificate/parse.ts'
import { describeWithPythonModule, describeWithTools } from '../support/tools.ts'
import { pemOf } from './der.ts'
import { oddKinds } from './odd-kinds.ts'
import { OpenSsl } from './openssl.ts'

const kinds = [...oddKinds]

function factsOf(der: Buffer): CertificateFacts {
  const parsed = parsePem(pemOf(der))
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.facts
}

/** What both write differently: hexadecimal digits in either case, and how much of a long name. */
const sameSpelling = (name: string | undefined) =>
  name?.replace(/#[0-9A-F]+/gi, (hex) => hex.toLowerCase()).slice(0, 16_384)

describeWithTools(['openssl'], "OpenSSL's opinion", () => {
  let openssl: OpenSsl
  beforeAll(() => {
    openssl = new OpenSsl()
  })
  afterAll(() => openssl.remove())

  test.each(kinds)('%s', (name, der) => {
    const file = name.replaceAll(/[^A-Za-z0-9]/g, '-')
    openssl.write(file, pemOf(der))
    const { printed, text } = openssl.describe(file, '-text', '-certopt', 'no_subject,no_issuer')
    const { notBefore, notAfter, serial = '', issuer, subject, 'sha256 Fingerprint': fingerprint } = printed
    const facts = factsOf(der)
    const magnitude = BigInt(`0x${serial.replace('-', '')}`)
    expect({ ...facts, serialNumber: BigInt(facts.serialNumber) }).toMatchObject({
      notBefore: Date.parse(`${notBefore}`) / 1000,
      notAfter: Date.parse(`${notAfter}`) / 1000,
      serialNumber: serial.startsWith('-') ? -magnitude : magnitude,
      issuer: sameSpelling(issuer),
      subject: sameSpelling(subject),
      fingerprintSha256: fingerprint?.replaceAll(':', '').toLowerCase(),
    })
    expect(facts.problems.includes('is_ca')).toBe(text.includes('CA:TRUE'))
    const usages = /Extended Key Usage: ?\n(.*)/.exec(text)?.[1]
    expect(facts.problems.includes('no_client_auth')).toBe(usages !== undefined && !usages.includes('Client'))
    const bits = /Public-Key: \((\d+) bit\)/.exec(text)?.[1]
    if (bits !== undefined) expect(facts.publicKey).toMatch(new RegExp(`^(?:RSA|DSA) ${bits}$`))
  })
})

const program = `
import json, sys
from base64 import b64decode
from datetime import timezone
from cryptography import x509
def end(each):
    # Before version 42, as Debian 12 has it.
    if not hasattr(each, 'not_valid_after_utc'):
        return each.not_valid_after.replace(tzinfo=timezone.utc)
    return each.not_valid_after_utc
def read(der):
    try:
        each = x509.load_der_x509_certificate(b64decode(der))
        return {
            'notAfter': int(end(each).timestamp()),
            'serialNumber': str(each.serial_number),
            'signature': each.signature_algorithm_oid.dotted_string,
        }
    except Exception:
        return None
print(json.dumps([read(der) for der in json.load(sys.stdin)]))
`

describeWithPythonModule('cryptography', "pyca's opinion", (python) => {
  let opinions: unknown[]
  beforeAll(() => {
    const input = JSON.stringify(kinds.map(([, der]) => der.toString('base64')))
    opinions = JSON.parse(
      execFileSync(python, ['-W', 'ignore', '-c', program], {
        input,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      }),
    )
  })

  test.each(kinds.map(([name, der], index) => [name, der, index] as const))('%s', (name, der, index) => {
    const opinion = opinions[index]
    const { notAfter, serialNumber, signatureAlgorithm } = factsOf(der)
    const signature = identifiers[signatureAlgorithm] ?? signatureAlgorithm
    expect({ notAfter, serialNumber, signature: name.startsWith('SHA-1') ? '1.3.14.3.2.29' : signature }).toEqual(
      opinion,
    )
  })
})

const identifiers: Readonly<Record<string, string>> = {
  'SHA256-RSA': '1.2.840.113549.1.1.11',
  'DSA-SHA1': '1.2.840.10040.4.3',
  'DSA-SHA256': '2.16.840.1.101.3.4.3.2',
}
