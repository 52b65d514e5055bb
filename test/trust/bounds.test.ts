import { expect, test } from 'vitest'
import { Anchors } from '../../src/trust/anchors.ts'
import { findPaths, most } from '../../src/trust/paths.ts'
import { Signatures } from '../../src/trust/signatures.ts'
import { type Made, Pki, pathCertificate } from './pki.ts'

const pki = new Pki()

function ask(leaf: Made, uploaded: readonly Made[], file: readonly Made[], signatures: Signatures) {
  const anchors = new Anchors(file.map(pathCertificate))
  const question = {
    leaf: pathCertificate(leaf),
    uploaded: uploaded.map(pathCertificate),
    anchors,
    partialChain: false,
  }
  return findPaths(question, signatures)
}

test('a certificate costs a hundred signatures at most, however many CAs have the same name', () => {
  const impostors = Array.from({ length: 150 }, (_, i) =>
    pki.ca(`impostor ${i}`, { subject: 'everybody', key: `impostor ${i % 3}`, keyIds: false }),
  )
  const leaf = pki.leaf('leaf', 'everybody', { keyIds: false })
  const signatures = new Signatures()
  expect(ask(leaf, [], impostors, signatures)).toMatchObject({ kind: 'untrusted', refusal: { fault: 'bad_signature' } })
  expect(signatures.verified).toBe(most.signatures)
})

test('nine CAs that issued each other in every way end soon', () => {
  const names = Array.from({ length: 9 }, (_, i) => `mesh ${i}`)
  const mesh = names.flatMap((subject) =>
    names.flatMap((issuer) => (issuer === subject ? [] : [pki.ca(`${subject} by ${issuer}`, { subject, issuer })])),
  )
  const root = pki.ca('root')
  const signatures = new Signatures()
  const finding = ask(pki.leaf('in the mesh', 'mesh 0'), mesh, [root], signatures)
  expect(finding.kind).toBe('untrusted')
  expect(signatures.verified).toBeLessThanOrEqual(most.signatures)
})

test('what was verified once is not verified again', () => {
  const root = pki.ca('root')
  const upper = pki.ca('upper', { issuer: 'root' })
  const signatures = new Signatures()
  const first = ask(pki.leaf('one', 'upper'), [upper], [root], signatures)
  expect(signatures.verified).toBe(2)
  expect(ask(pki.leaf('two', 'upper'), [upper], [root], signatures).kind).toBe(first.kind)
  expect(signatures.verified).toBe(3)
})
