import { expect, test } from 'vitest'
import { mostAnchors, readCaFile } from '../../src/trust/ca-file.ts'
import { Pki } from './pki.ts'

const pki = new Pki()
const root = pki.ca('root')
const other = pki.ca('other')
const subjects = (pem: string) => {
  const read = readCaFile(pem)
  return read.ok ? read.anchors.certificates.map(({ subject }) => subject) : read
}

test('reads every certificate, once each, and passes over what stands around them', () => {
  const crl = '-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n'
  const text = `# our CA\n${root.pem}${crl}Bag Attributes\n${other.pem.replace(/\n/g, '\r\n')}${root.pem}`
  expect(subjects(text)).toEqual(['CN=root', 'CN=other'])
})

test.each([
  ['nothing', '', 1, /holds no certificate/],
  ['a text', 'ca.pem\n', 1, /holds no certificate/],
  [
    'what is no base64',
    `${root.pem}-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n`,
    linesOf(root.pem),
    /cannot be read/,
  ],
  [
    'what is no certificate',
    '\n-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n',
    2,
    /cannot be read/,
  ],
  ['half of one', `${root.pem}${other.pem.slice(0, 200)}`, linesOf(root.pem), /without an end/],
  ['settings of trust', root.pem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'), 1, /TRUSTED/],
  ['far too many', root.pem.repeat(mostAnchors + 1), (linesOf(root.pem) - 1) * mostAnchors + 1, /more than 500/],
])('refuses %s, with its line', (_, text, line, detail) => {
  expect(readCaFile(text)).toEqual({ ok: false, line, detail: expect.stringMatching(detail) })
})

function linesOf(text: string): number {
  return text.split('\n').length
}
