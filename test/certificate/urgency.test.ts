import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Threshold } from '../../src/certificate/model.ts'
import { expiryOf, expiryState, thresholdsInForce } from '../../src/certificate/urgency.ts'
import { documentationFacts, documentationRecord } from '../support/documentation-example.ts'

const day = 86_400
const thresholds = { warning: 30 * day, critical: 14 * day }

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
