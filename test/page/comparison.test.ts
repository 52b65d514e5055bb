import { expect, test } from 'vitest'
import { type CertificateKind, certificateKinds, kinds } from '../../src/kinds/kinds.ts'
import { comparison } from '../../src/page/comparison.ts'
import { isCertificate } from '../../src/report/judged-thing.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { noon, snapshotOf, watched } from './support/fleet.ts'
import { words } from './support/words.ts'

test('each field stands there as both sides have it, with a word where they can be compared', () => {
  const record = { serialNumber: '17', signature: 'SHA256-RSA' }
  const snapshot = snapshotOf([watched({ number: 1, name: 'x', record })])
  const [thing] = judgedThings({ snapshot, credentials: [], daemon: undefined }, noon)
  const { text } = thing && isCertificate(thing) ? comparison(thing) : { text: '' }
  const cells = text.split('</tr>').map((row) =>
    row
      .split(/<\/t[dh]>/)
      .map(words)
      .slice(0, -1),
  )
  expect(cells.filter((row) => row.length > 0)).toEqual([
    [expect.stringMatching(/ Field$/), 'Cloudflare’s API', 'The certificate', 'Compared'],
    ['end of validity', '2027-06-11 12:00 UTC', '2027-06-11 12:00 UTC', '= agrees'],
    ['serial number', '17 0x11', expect.stringMatching(/^315058594055281896516801703885827625507384 0x/), '≠ differs'],
    ['issuer', 'CN=Origin CA,O=Example', 'CN=Origin CA,O=Example', '= agrees'],
    ['signature algorithm', 'SHA256-RSA', 'SHA256-RSA', '= agrees'],
    ['status', 'active', '–', ''],
    ['uploaded', '2026-06-11 12:00 UTC', '–', ''],
    ['begin of validity', '–', '2026-06-11 12:00 UTC', ''],
    ['end of its chain', '–', '–', ''],
    ['subject', '–', 'CN=x', ''],
    ['public key', '–', 'RSA 2048', ''],
    ['SHA-256 fingerprint', '–', 'ab'.repeat(32), ''],
  ])
})

function comparisonOf(kind: CertificateKind): string {
  const snapshot = snapshotOf([watched({ number: 1, name: 'x', entry: { kind } })])
  const [thing] = judgedThings({ snapshot, credentials: [], daemon: undefined }, noon)
  return thing && isCertificate(thing) ? comparison(thing).text : ''
}

test('two sides are compared only where Cloudflare gives the certificate itself', () => {
  for (const kind of certificateKinds) {
    const text = comparisonOf(kind)
    if (kinds[kind].pem !== 'none') expect(text, kind).toContain('What the API says beside what the certificate says')
    else {
      expect(text, kind).toContain('gives no PEM')
      expect(text, kind).not.toContain('fingerprint')
      expect(text, kind).toContain('End of validity')
    }
  }
})
