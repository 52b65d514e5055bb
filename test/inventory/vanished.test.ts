import { describe, expect, test } from 'vitest'
import type { Coverage } from '../../src/inventory/coverage.ts'
import { fateOf, staysWatched, type VanishedFate } from '../../src/inventory/vanished.ts'
import { keepingVanished } from '../../src/inventory/vanishing.ts'
import { checked, entry, noon, record } from '../support/certificates.ts'
import { snapshotOf } from '../support/zones.ts'

const end = 1_000_000
const hour = 3600
const day = 24 * hour

describe('a certificate that is no longer listed', () => {
  test.each<[string, number, number, Coverage, boolean, VanishedFate]>([
    ['6 h before its end', -6 * hour, -6 * hour, 'uncovered', false, 'gone'],
    ['48 h before its end', -48 * hour, -48 * hour, 'uncovered', false, 'taken_away'],
    ['48 h before its end, and has ended since', -48 * hour, hour, 'uncovered', false, 'taken_away'],
    ['a second less than 48 h before its end', -48 * hour + 1, 0, 'uncovered', false, 'gone'],
    ['after its end', hour, hour, 'uncovered', false, 'gone'],
    ['almost seven days ago', hour, 7 * day - 1, 'uncovered', true, 'gone'],
    ['seven days after its end', hour, 7 * day, 'uncovered', true, 'over'],
    ['eight days after its end, in the first listing for long', 8 * day, 8 * day, 'uncovered', false, 'over'],
    ['and covered', -hour, -hour, 'covered', false, 'covered'],
    ['and covered later', -hour, day, 'covered', true, 'covered'],
    ['while its successor is being deployed', -hour, -hour, 'pending', false, 'awaits_successor'],
    ['and was gone before its successor came', -hour, hour, 'pending', true, 'gone'],
  ])('%s', (_, vanishedAt, now, coverage, wasGone, expected) => {
    expect(fateOf({ end, vanishedAt: end + vanishedAt, wasGone }, coverage, end + now)).toBe(expected)
  })

  test.each([undefined, Number.NaN])('with the end %s is not held for ever', (unknown) => {
    expect(fateOf({ end: unknown, vanishedAt: 0, wasGone: false }, 'uncovered', 0)).toBe('taken_away')
  })

  test('keeps its series while it is gone or its successor is not deployed', () => {
    const fates = ['gone', 'awaits_successor', 'covered', 'taken_away', 'over'] as const
    expect(fates.filter(staysWatched)).toEqual(['gone', 'awaits_successor'])
  })
})

test('a visit that lists stores of several kinds keeps what vanished from one of them', () => {
  const uploaded = entry({ kind: 'custom_certificate', certificateId: '1' })
  const ends = { kind: 'succeeded', record: record({ expiresOn: noon }), facts: undefined } as const
  const [place] = snapshotOf(checked([ends], uploaded)).places.values()
  if (!place) throw new Error('its zone is not there')
  const nothing = { ok: true, value: [] } as const
  const listings = new Map([
    ['hostname', nothing],
    ['custom_certificate', nothing],
  ] as const)
  const [kept] = keepingVanished(place, listings, noon + 1).certificates.values()
  expect(kept?.known?.vanished).toMatchObject({ at: noon + 1 })
})
