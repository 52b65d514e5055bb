import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Anchors } from '../../src/trust/anchors.ts'
import { readCaFile } from '../../src/trust/ca-file.ts'
import { presentedIn } from '../../src/trust/presented.ts'
import { TrustBook } from '../../src/trust/trust-book.ts'
import { Pki, pathCertificate } from './pki.ts'

const pki = new Pki()
const root = pki.ca('root')
const upper = pki.ca('upper', { issuer: 'root' })
const leaf = pki.leaf('leaf', 'upper')
const sources = [{ path: '/ca.pem', partialChain: false, isDefault: false }]

test('what has not changed is not verified again, and stays the same object', () => {
  let anchors = new Anchors([pathCertificate(root)])
  const book = new TrustBook(() => anchors)
  const presented = presentedIn(leaf.pem + upper.pem)
  const first = book.judge(presented, sources)
  expect(first).toMatchObject([{ file: '/ca.pem', finding: { kind: 'trusted' } }])
  expect(book.verified).toBe(2)
  expect(book.judge(presented, sources)).toBe(first)
  // The file was written again, with the same certificates.
  anchors = new Anchors([pathCertificate(root)])
  expect(book.judge(presented, sources)).toEqual(first)
  expect(book.verified).toBe(2)
})

test('a file that was never read is no verdict', () => {
  const book = new TrustBook(() => undefined)
  expect(book.judge(presentedIn(leaf.pem), sources)).toMatchObject([{ finding: undefined }])
})

test('damaged certificates and CA files are judged, and never throw', () => {
  const damaged = (bytes: Buffer) =>
    fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => {
      const copy = Buffer.from(bytes)
      for (const [at, octet] of changes) copy[at] = octet
      return copy.toString('base64')
    })
  fc.assert(
    fc.property(damaged(leaf.der), damaged(upper.der), damaged(root.der), (ours, theirs, file) => {
      const read = readCaFile(`-----BEGIN CERTIFICATE-----\n${file}\n-----END CERTIFICATE-----\n`)
      const anchors = read.ok ? read.anchors : new Anchors([pathCertificate(root)])
      const [trust] = new TrustBook(() => anchors).judge([ours, theirs], sources) ?? []
      expect(['trusted', 'untrusted']).toContain(trust?.finding?.kind)
    }),
  )
})
