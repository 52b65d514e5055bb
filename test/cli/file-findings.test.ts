import { expect, test } from 'vitest'
import { type FileFinding, findingsOf } from '../../src/cli/before-upload/file-findings.ts'
import { day, noon, watched } from '../page/support/fleet.ts'

/** What is found of a certificate that ends then, and whose way to the CA file ends then, too. */
function found(ends: number): readonly FileFinding[] {
  const facts = watched({ number: 1, name: 'x', facts: { notAfter: ends } }).known?.facts
  if (!facts) throw new Error('nothing is known')
  const leaf = { notBefore: noon - day, notAfter: ends, source: 'leaf', isWeaklySigned: false } as const
  const members = [{ ...leaf, subject: 'CN=x', fingerprintSha256: facts.fingerprintSha256 }]
  const finding = { kind: 'trusted', paths: [{ members, begins: noon - day, ends }] } as const
  return findingsOf({ facts, certificates: [], trust: [{ file: 'ca.pem', partialChain: false, finding }] }, noon)
}

test.each([
  [30 * day, 'ok'],
  [30 * day - 1, 'warning'],
  [14 * day, 'warning'],
  [14 * day - 1, 'critical'],
] as const)(
  'with %i seconds left, the validity and the trust are %s, as the thresholds of the daemon have it',
  (left, severity) => {
    const about = (part: FileFinding['about']) => found(noon + left).find((each) => each.about === part)?.severity
    expect([about('validity'), about('trust')]).toEqual([severity, severity])
  },
)

test('with less than 14 days left, it says what Cloudflare documents about uploads, and what it does not', () => {
  expect(found(noon + 13 * day)[0]?.text).toBe(
    'It ends on 2026-12-06 12:00 UTC, 13d left. Cloudflare may refuse it: edge certificates need 14 days at their upload; ' +
      'of client certificates nothing is documented.',
  )
})
