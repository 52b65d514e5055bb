import { expect, test } from 'vitest'
import { judgeOriginCa, trustChangesAt } from '../../src/judgement/origin-ca.ts'
import type { CertificateTrust, PathMember } from '../../src/trust/model.ts'
import { day, noon } from '../page/support/fleet.ts'

const thresholds = { warning: 30 * day, critical: 14 * day }

function member(source: PathMember['source'], notAfter: number): PathMember {
  return { subject: 'CN=x', fingerprintSha256: '', notBefore: 0, notAfter, source, isWeaklySigned: false }
}

/** A certificate that a CA file trusts whose certificate ends in so many days. */
function trustUntil(days: number): CertificateTrust {
  const end = noon + days * day
  const members = [member('leaf', noon - day), member('ca_file', end)]
  const finding = { kind: 'trusted', paths: [{ members, begins: 1, ends: end }] } as const
  return [{ file: 'ca.pem', partialChain: false, finding }]
}

test.each([
  [-1, { state: 'origin_ca_expired', severity: 'critical' }],
  [13, { state: 'origin_ca_critical', severity: 'critical' }],
  [29, { state: 'origin_ca_warning', severity: 'warning' }],
  [31, undefined],
])('of a CA that ends in %i days', (days, expected) => {
  expect(judgeOriginCa(trustUntil(days), thresholds, noon)).toEqual(expected)
})

test('nothing is judged where nothing is known of the CA file', () => {
  expect(judgeOriginCa(undefined, thresholds, noon)).toBeUndefined()
  expect(judgeOriginCa([{ file: 'ca.pem', partialChain: false, finding: undefined }], thresholds, noon)).toBeUndefined()
  expect(trustChangesAt(undefined, thresholds)).toEqual([])
})

test('the judgement changes when a path begins, at both thresholds and at the end', () => {
  const changes = trustChangesAt(trustUntil(40), thresholds)
  for (const moment of [1, noon + 10 * day, noon + 26 * day, noon + 40 * day])
    expect(changes.some((at) => at >= moment && at - moment < 1)).toBe(true)
})
