import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crossCheck } from '../../src/certificate/crosscheck.ts'
import { certificateStatuses, type Threshold } from '../../src/certificate/model.ts'
import {
  certificateState,
  certificateStates,
  expiryOf,
  expiryState,
  severities,
  severityOf,
  statusOf,
  thresholdsInForce,
  type UrgencyFacts,
} from '../../src/certificate/urgency.ts'
import { documentationFacts, documentationRecord } from '../support/documentation-example.ts'

const day = 86_400
const thresholds = { warning: 30 * day, critical: 14 * day }
const now = Date.UTC(2026, 0, 1) / 1000

describe('the moment that counts', () => {
  const facts = (notAfter: number, chainNotAfter?: number) => ({ ...documentationFacts, notAfter, chainNotAfter })
  const record = (expiresOn?: number, status?: string) => ({ ...documentationRecord, expiresOn, status })

  test.each([
    ['nothing known', undefined, undefined, undefined],
    ['only the certificate', facts(5), undefined, 5],
    ['only the API', undefined, record(7), 7],
    ['the leaf first', facts(5, 9), record(7), 5],
    ['the chain first', facts(5, 3), record(7), 3],
    ['the API first', facts(5, 6), record(2), 2],
    ['long ago', facts(-5), record(2), -5],
    ['1970', facts(0), record(2), 0],
    ['the API gives no date', facts(5), record(), 5],
    ['the API gives no instant', facts(5), record(Number.NaN), 5],
    ['neither gives a date', undefined, record(), undefined],
    ['deleted', facts(5, 3), record(7, 'deleted'), undefined],
    ['to be deleted', facts(5, 3), record(7, 'pending_deletion'), 3],
    ['could not be deleted', facts(5), record(7, 'deletion_timed_out'), 5],
  ])('%s', (_, certificate, api, expected) => {
    expect(expiryOf(certificate, api)).toBe(expected)
  })
})

describe('the status', () => {
  test.each(certificateStatuses)('%s', (status) => {
    expect(statusOf({ ...documentationRecord, status })).toBe(status)
  })

  test.each([
    ['toString', 'unknown'],
    ['Active', 'unknown'],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s', (status, expected) => {
    expect(statusOf({ ...documentationRecord, status })).toBe(expected)
  })
})

describe('the thresholds in force', () => {
  const share = (value: number): Threshold => ({ kind: 'share', share: value })
  const duration = (seconds: number): Threshold => ({ kind: 'duration', seconds })
  const shares = { warning: share(0.33), critical: share(0.1) }
  const lasting = (seconds: number) => ({ ...documentationFacts, notBefore: 1_000, notAfter: 1_000 + seconds })

  test('shares are of the lifetime', () => {
    expect(thresholdsInForce(shares, lasting(100 * day))).toEqual({ warning: 33 * day, critical: 10 * day })
  })

  test('lengths of time are what they are', () => {
    const given = { warning: duration(60 * day), critical: duration(5) }
    expect(thresholdsInForce(given, lasting(10 * day))).toEqual({ warning: 60 * day, critical: 5 })
    expect(thresholdsInForce(given, undefined)).toEqual({ warning: 60 * day, critical: 5 })
  })

  test.each([
    ['unknown', undefined],
    ['nothing', lasting(0)],
    ['negative', lasting(-day)],
    ['not a number', lasting(Number.NaN)],
  ])('shares of a lifetime that is %s', (_, facts) => {
    expect(thresholdsInForce(shares, facts)).toEqual({ warning: 30 * day, critical: 14 * day })
  })
})

describe('what the time left means', () => {
  test.each([
    [-1e9, 'expired'],
    [-0.001, 'expired'],
    [0, 'critical'],
    [14 * day - 0.001, 'critical'],
    [14 * day, 'warning'],
    [30 * day - 0.001, 'warning'],
    [30 * day, 'ok'],
    [1e12, 'ok'],
  ])('%s s: %s', (left, state) => {
    expect(expiryState(left, thresholds)).toBe(state)
  })

  test('as time goes by it never gets better', () => {
    const order = ['ok', 'warning', 'critical', 'expired']
    const seconds = fc.double({ noNaN: true })
    fc.assert(
      fc.property(seconds, seconds, fc.nat(), fc.nat(), (a, b, warning, critical) => {
        const [later, earlier] = [Math.min(a, b), Math.max(a, b)].map((left) =>
          expiryState(left, { warning, critical }),
        )
        expect(order.indexOf(`${later}`)).toBeGreaterThanOrEqual(order.indexOf(`${earlier}`))
      }),
    )
  })
})

describe('the state and the severity', () => {
  const fine: UrgencyFacts = {
    expiry: now + 90 * day,
    thresholds,
    status: 'active',
    mismatches: {},
    problems: [],
    checked: true,
  }
  const inDays = (days: number) => ({ expiry: now + days * day })

  test.each<[string, Partial<UrgencyFacts>, string, string]>([
    ['all well', {}, 'ok', 'ok'],
    ['the API gives no status', { status: undefined }, 'ok', 'ok'],
    ['expired', inDays(-1), 'expired', 'critical'],
    ['the last second', inDays(0), 'critical', 'critical'],
    ['below critical', inDays(13), 'critical', 'critical'],
    ['below warning', inDays(29), 'warning', 'warning'],
    ['another date', { mismatches: { expires_on: true } }, 'mismatch', 'warning'],
    ['another serial number', { mismatches: { serial_number: true } }, 'mismatch', 'warning'],
    ['all fields agree', { mismatches: { expires_on: false, serial_number: false } }, 'ok', 'ok'],
    ['another issuer and signature', { mismatches: { issuer: true, signature: true } }, 'ok', 'ok'],
    ['the deployment timed out', { status: 'deployment_timed_out' }, 'not_active', 'critical'],
    ['the deployment goes on', { status: 'pending_deployment' }, 'not_active', 'warning'],
    ['a status nobody knows', { status: 'unknown' }, 'not_active', 'warning'],
    ['deleted', { status: 'deleted', expiry: undefined }, 'not_active', 'warning'],
    ['a problem', { problems: ['no_client_auth'] }, 'ok', 'warning'],
    ['a problem of one that expires soon', { problems: ['weak_key'], ...inDays(1) }, 'critical', 'critical'],
    ['not checked', { checked: false }, 'blind', 'unknown'],
    ['never known', { checked: false, expiry: undefined, status: undefined }, 'blind', 'unknown'],
    ['checked, and still no date', { expiry: undefined }, 'blind', 'unknown'],
    ['expired and not checked', { ...inDays(-1), checked: false }, 'expired', 'critical'],
    ['below warning and not checked', { ...inDays(20), checked: false }, 'warning', 'warning'],
    ['timed out and not checked', { status: 'deployment_timed_out', checked: false }, 'not_active', 'critical'],
    ['timed out below warning', { status: 'deployment_timed_out', ...inDays(20) }, 'warning', 'critical'],
    [
      'timed out with a mismatch',
      { status: 'deployment_timed_out', mismatches: { expires_on: true } },
      'mismatch',
      'critical',
    ],
    ['a mismatch and not active', { status: 'initializing', mismatches: { expires_on: true } }, 'mismatch', 'warning'],
    ['deleted and not checked', { status: 'deleted', expiry: undefined, checked: false }, 'not_active', 'warning'],
  ])('%s', (_, standing, state, severity) => {
    expect(certificateState({ ...fine, ...standing }, now)).toBe(state)
    expect(severityOf({ ...fine, ...standing }, now)).toBe(severity)
  })

  test('ok is ok only together', () => {
    const standings = fc.record<UrgencyFacts>({
      expiry: fc.option(fc.integer({ min: now - 90 * day, max: now + 90 * day }), { nil: undefined }),
      thresholds: fc.constant(thresholds),
      status: fc.option(fc.constantFrom(...certificateStatuses), { nil: undefined }),
      mismatches: fc.record({ expires_on: fc.boolean(), issuer: fc.boolean() }),
      problems: fc.constant([]),
      checked: fc.boolean(),
    })
    fc.assert(
      fc.property(standings, (standing) => {
        const [state, severity] = [certificateState(standing, now), severityOf(standing, now)]
        expect(certificateStates).toContain(state)
        expect(severities).toContain(severity)
        expect(state === 'ok').toBe(severity === 'ok')
      }),
    )
  })

  test("the documentation's own example is expired", () => {
    const standing: UrgencyFacts = {
      expiry: expiryOf(documentationFacts, documentationRecord),
      thresholds,
      status: statusOf(documentationRecord),
      mismatches: crossCheck(documentationFacts, documentationRecord),
      problems: documentationFacts.problems,
      checked: true,
    }
    expect(standing.expiry).toBe(documentationFacts.notAfter)
    expect(certificateState(standing, now)).toBe('expired')
    expect(severityOf(standing, now)).toBe('critical')
  })
})
