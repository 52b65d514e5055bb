import { expect, test } from 'vitest'
import { type CertificateKind, certificateKinds, kinds } from '../../src/kinds/kinds.ts'
import { comparison } from '../../src/page/comparison.ts'
import { isCertificate } from '../../src/report/judged-thing.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { noon, snapshotOf, watched } from './support/fleet.ts'

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
