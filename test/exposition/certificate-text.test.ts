import { expect, test } from 'vitest'
import { type Certificates, CertificateText } from '../../src/exposition/certificate-text.ts'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'
import { checked, entry, failure, noon, success } from '../support/certificates.ts'

const other = entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })

function snapshotOf(...certificates: WatchedCertificate[]): Certificates {
  return new Map(certificates.map((certificate) => [certificate.entry.certificateId, certificate]))
}

/** What a writer without a memory writes. */
function afresh(snapshot: Certificates, now: number): string {
  return new CertificateText().write(snapshot, now, 'text')
}

test('a family comes in one piece, whatever the number of certificates', () => {
  const text = afresh(snapshotOf(checked([success]), checked([failure('auth')], other)), noon)
  const headers = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(headers).toHaveLength(new Set(headers).size)
  expect(text.match(/^cloudflare_cert_check_success\{.*\n^cloudflare_cert_check_success\{/m)).not.toBeNull()
})

test('a family without samples is left out', () => {
  expect(afresh(new Map(), noon)).toBe('')
  expect(afresh(snapshotOf(checked([success])), noon)).not.toContain('check_error')
})

test('what is remembered is what would be written afresh, whatever changes', () => {
  const before = checked([success])
  const second = checked([success], other)
  const steps: Certificates[] = [
    snapshotOf(before, second),
    snapshotOf(checked([success, failure('network')]), second),
    snapshotOf({ ...before, known: undefined }, second),
    snapshotOf({ ...before, entry: entry({ labels: { team: 'night' } }) }, second),
    snapshotOf(second),
    snapshotOf(second, before),
    new Map(),
  ]
  const text = new CertificateText()
  for (const [hours, snapshot] of steps.entries()) {
    const now = noon + hours * 3600
    expect(text.write(snapshot, now, 'text')).toBe(afresh(snapshot, now))
    expect(text.write(snapshot, now + 60, 'text')).toBe(afresh(snapshot, now + 60))
  }
})
