import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'
import {
  type CertificateJudgement,
  isUnjudged,
  judgeCertificate,
  judgementChangesAt,
} from '../../src/judgement/certificate.ts'
import { certificateStates } from '../../src/judgement/certificate-states.ts'
import { reportOn } from '../../src/report/report.ts'
import { type Description, day, noon, snapshotOf, watched } from '../page/support/fleet.ts'
import { zoneAt } from './support/fleet-history.ts'
import { fleets, judgedAt } from './support/fleets.ts'

type Differences = Omit<Description, 'number' | 'name'>

function judged(differences: Differences, replaceableSince?: number) {
  const certificate = watched({ number: 1, name: 'x', ...differences })
  const { state, severity } = judgeCertificate({ certificate, replaceableSince }, noon)
  return [state, severity]
}

test('of a certificate in a CA file only its end is judged: that the file cannot be read is judged of the file', () => {
  const certificate = watched({
    number: 1,
    name: 'x',
    daysLeft: 20,
    check: failing(10 * day),
    record: { status: undefined },
  })
  const inFile = { ...certificate, entry: { ...certificate.entry, kind: 'bundle' } } as const
  const judgement = (replaced: boolean) =>
    judgeCertificate(
      {
        certificate: replaced ? { ...inFile, use: { ...certificate.use, ...unused(day) } } : inFile,
        replaceableSince: undefined,
      },
      noon,
    )
  expect(judgement(false)).toEqual({ state: 'warning', severity: 'warning' })
  expect(judgement(true)).toEqual({ state: 'ok', severity: 'ok' })
})

const hour = 3600
const failure = { reason: 'timeout', detail: '' } as const
const failing = (ago: number) => ({ failure, failingSince: noon - ago })
const unused = (ago: number) => ({ inUse: false, since: noon - ago })
const neverRead = { lastCheck: undefined, lastSuccess: undefined }

describe('the state and the severity', () => {
  test.each<[string, Differences, string, string]>([
    ['all well', {}, 'ok', 'ok'],
    ['the API gives no status', { record: { status: undefined } }, 'ok', 'ok'],
    ['expired', { daysLeft: -1 }, 'expired', 'critical'],
    ['the last second', { daysLeft: 0 }, 'critical', 'critical'],
    ['below critical', { daysLeft: 13 }, 'critical', 'critical'],
    ['below warning', { daysLeft: 29 }, 'warning', 'warning'],
    ['another serial number', { record: { serialNumber: '17' } }, 'mismatch', 'warning'],
    ['another issuer', { record: { issuer: 'CN=x' } }, 'ok', 'ok'],
    ['the deployment timed out', { record: { status: 'deployment_timed_out' } }, 'deployment_timed_out', 'critical'],
    [
      'timed out below warning',
      { daysLeft: 20, record: { status: 'deployment_timed_out' } },
      'deployment_timed_out',
      'critical',
    ],
    ['the deployment goes on', { record: { status: 'pending_deployment' } }, 'not_active', 'warning'],
    ['a status nobody knows', { record: { status: 'awaiting' } }, 'not_active', 'warning'],
    ['deleted', { record: { status: 'deleted' } }, 'not_active', 'warning'],
    ['a problem', { facts: { problems: ['no_client_auth'] } }, 'problem', 'warning'],
    ['not valid yet', { facts: { notBefore: noon + 1 } }, 'not_yet_valid', 'critical'],
    ['just failed: what was known stays', { check: failing(60) }, 'ok', 'ok'],
    ['expired, and just failed', { daysLeft: -1, check: failing(60) }, 'expired', 'critical'],
    ['failing for half an hour', { check: failing(1800) }, 'check_failing', 'warning'],
    [
      'failing, and not read for too long',
      { check: { ...failing(7 * hour), lastSuccess: noon - 7 * hour } },
      'stale',
      'critical',
    ],
    ['never asked for', { isUnknown: true, check: neverRead }, 'unknown', 'ok'],
    [
      'never read, just failed',
      { isUnknown: true, check: { ...failing(60), lastSuccess: undefined } },
      'unknown',
      'ok',
    ],
    [
      'never read for half an hour',
      { isUnknown: true, check: { ...failing(1800), lastSuccess: undefined } },
      'unknown',
      'critical',
    ],
    [
      'Cloudflare knows of no such certificate',
      {
        isUnknown: true,
        check: { failure: { reason: 'not_found', detail: '' }, failingSince: noon - hour, lastSuccess: undefined },
      },
      'unknown',
      'warning',
    ],
    ['proved unused', { use: unused(0) }, 'unused', 'ok'],
    ['proved unused for almost six hours', { use: unused(6 * hour - 1) }, 'unused', 'ok'],
    ['proved unused for six hours', { use: unused(6 * hour) }, 'unused', 'info'],
    ['expired and proved unused', { daysLeft: -1, use: unused(6 * hour) }, 'unused', 'info'],
    [
      'timed out and proved unused',
      { record: { status: 'deployment_timed_out' }, use: unused(0) },
      'not_active',
      'warning',
    ],
    ['not valid yet and proved unused', { facts: { notBefore: noon + 1 }, use: unused(0) }, 'problem', 'warning'],
    [
      'not read for too long, and proved unused',
      { check: { lastSuccess: noon - 7 * hour }, use: unused(0) },
      'unused',
      'ok',
    ],
  ])('%s', (_, differences, state, severity) => {
    expect(judged(differences)).toEqual([state, severity])
  })

  test('a newer certificate that stands ready is told at once, and counts after two hours', () => {
    expect(judged({}, noon - 2 * hour + 1)).toEqual(['rotation_unfinished', 'ok'])
    expect(judged({}, noon - 2 * hour)).toEqual(['rotation_unfinished', 'info'])
    expect(judged({ daysLeft: 20 }, noon - 2 * hour)).toEqual(['warning', 'warning'])
  })
})

test.each<[CertificateJudgement, boolean]>([
  [{ state: 'unknown', severity: 'ok' }, true],
  [{ state: 'unknown', severity: 'warning' }, false],
  [{ state: 'ok', severity: 'ok' }, false],
])('of %o it is said whether nothing is known yet and nothing is wrong', (judgement, expected) => {
  expect(isUnjudged(judgement)).toBe(expected)
})

test('nothing changes by time alone but at the moments that are named', () => {
  const all = fc.tuple(fleets, fc.integer({ min: -400 * day, max: 400 * day }))
  fc.assert(
    fc.property(all, ([fleet, offset]) => {
      for (const certificate of zoneAt(fleet, 0, judgedAt).certificates.values()) {
        const moments = judgementChangesAt({ certificate, replaceableSince: undefined })
        const next = Math.min(...moments.filter((moment) => moment > judgedAt + offset), judgedAt + offset + 1000 * day)
        const at = (now: number) => judgeCertificate({ certificate, replaceableSince: undefined }, now)
        const from = Math.max(...moments.filter((moment) => moment <= judgedAt + offset), judgedAt + offset)
        // Two moments may be closer to one another than this.
        expect(at(Math.max(from, next - 0.01))).toEqual(at(from))
      }
    }),
    { numRuns: 300 },
  )
})

test('what is proved unused is never critical, and ok means that nothing is wrong', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      for (const certificate of zoneAt(fleet, 0, judgedAt).certificates.values()) {
        const judgement = judgeCertificate({ certificate, replaceableSince: undefined }, judgedAt)
        expect(certificateStates).toContain(judgement.state)
        // What is gone has no other one in its place, whatever was known of its use before.
        const isProvedHarmless = certificate.use.inUse === false && !certificate.known?.vanished
        if (isProvedHarmless) expect(judgement.severity).not.toBe('critical')
        if (judgement.state === 'ok') expect(judgement.severity).toBe('ok')
        if (isUnjudged(judgement)) expect(judgement.state).toBe('unknown')
      }
    }),
  )
})

test('JSON has the same words', () => {
  const certificates: readonly WatchedCertificate[] = [
    watched({ number: 1, name: 'not yet', facts: { notBefore: noon + 60 } }),
    watched({ number: 2, name: 'late', record: { status: 'deployment_timed_out' } }),
  ]
  const { certificates: reports, severity } = reportOn(snapshotOf(certificates), noon)
  expect(severity).toBe('critical')
  expect(reports.map(({ name, state }) => [name, state])).toEqual([
    ['late', 'deployment_timed_out'],
    ['not yet', 'not_yet_valid'],
  ])
})

describe('gone', () => {
  const gone = (differences: Differences, goneSince: number | undefined) => {
    const certificate = watched({ number: 1, name: 'x', ...differences })
    if (!certificate.known) throw new Error('nothing is known of it')
    const known = { ...certificate.known, vanished: { at: noon - day, goneSince } }
    const { state, severity } = judgeCertificate(
      { certificate: { ...certificate, known }, replaceableSince: undefined },
      noon,
    )
    return [state, severity]
  }

  test.each([
    ['before its end', { daysLeft: 1 }],
    ['after its end', { daysLeft: -1 }],
    ['whatever its use', { daysLeft: -1, use: unused(hour) }],
    ['whatever its last status', { daysLeft: -1, record: { status: 'deleted' } }],
  ])('is critical %s', (_, differences: Differences) => {
    expect(gone(differences, noon - hour)).toEqual(['gone', 'critical'])
  })

  test('is not what waits for its successor: there the expiry goes on', () => {
    expect(gone({ daysLeft: -1 }, undefined)).toEqual(['expired', 'critical'])
    expect(gone({ daysLeft: 1 }, undefined)).toEqual(['critical', 'critical'])
  })
})
