import { expect, test } from 'vitest'
import { Anchors } from '../../src/trust/anchors.ts'
import { presentedIn } from '../../src/trust/presented.ts'
import { TrustBook } from '../../src/trust/trust-book.ts'
import { der, extension, integer, objectIdentifier, sequence } from '../certificate/der.ts'
import { type Made, Pki, pathCertificate } from './pki.ts'

const pki = new Pki()
const root = pki.ca('root')
const clientAuth = '1.3.6.1.5.5.7.3.2'

function judged(leaf: Made, anchors: readonly Made[] = [root]) {
  const book = new TrustBook(() => new Anchors(anchors.map(pathCertificate)))
  const [trust] = book.judge(presentedIn(leaf.pem), [{ path: '/ca.pem', partialChain: false, isDefault: false }]) ?? []
  return trust?.finding
}

test.each([
  ['cRLDistributionPoints', '2.5.29.31'],
  ['certificatePolicies', '2.5.29.32'],
  ['policyMappings', '2.5.29.33'],
  ['policyConstraints', '2.5.29.36'],
  ['inhibitAnyPolicy', '2.5.29.54'],
  ['ipAddrBlocks', '1.3.6.1.5.5.7.1.7'],
  ['autonomousSysIds', '1.3.6.1.5.5.7.1.8'],
])('a critical %s is accepted, as by OpenSSL', (name, id) => {
  expect(judged(pki.leaf(name, 'root', { extensions: [extension(id, sequence(), true)] }))).toMatchObject({
    kind: 'trusted',
  })
})

test('another critical one is refused, and no issuer is missing then', () => {
  const leaf = pki.leaf('odd', 'root', { extensions: [extension('1.2.3.4', sequence(), true)] })
  expect(judged(leaf)).toMatchObject({
    kind: 'untrusted',
    refusal: { fault: 'unhandled_extension', missing: undefined },
  })
})

test('without an issuer that is said to be missing', () => {
  expect(judged(pki.leaf('lonely', 'nobody'))).toMatchObject({
    kind: 'untrusted',
    refusal: { fault: 'no_path', missing: 'CN=nobody' },
  })
})

test('a list of purposes that holds something else is no list of purposes', () => {
  const purposes = sequence(objectIdentifier(clientAuth), integer(1n))
  const good = sequence(objectIdentifier(clientAuth))
  const withPurposes = (name: string, value: Buffer) =>
    judged(pki.leaf(name, 'root', { extensions: [extension('2.5.29.37', value)] }))
  expect(withPurposes('good', good)).toMatchObject({ kind: 'trusted' })
  expect(withPurposes('mixed', purposes)).toMatchObject({ refusal: { fault: 'unhandled_extension' } })
})

test.each([
  ['a list of purposes', '2.5.29.37', der(0x31, objectIdentifier(clientAuth))],
  ['a list of names', '2.5.29.17', der(0x31, der(0x82, 'a.example.com'))],
])('%s that is a set, and no sequence, cannot be read', (name, id, value) => {
  expect(judged(pki.leaf(name, 'root', { extensions: [extension(id, value)] }))).toMatchObject({
    refusal: { fault: 'unhandled_extension' },
  })
})
