import { expect, test } from 'vitest'
import { neverRead } from '../../src/inventory/merge.ts'
import { wasAskedSince } from '../../src/inventory/read-histories.ts'
import type { ReadHistory } from '../../src/inventory/snapshot.ts'
import { entry, noon } from '../support/certificates.ts'
import { hostname, readAtNoon, store, zone } from '../support/exposed-zones.ts'

type Part = 'certificate' | 'hostname' | 'store' | 'switch'

function zoneWith(readings: Partial<Record<Part, ReadHistory>>, credentials = 'default') {
  const { certificate = readAtNoon, hostname: ofHostname = readAtNoon, store: ofStore = readAtNoon } = readings
  const of = entry({ credentials })
  return zone({
    certificates: [{ entry: of, known: undefined, check: { ...certificate, absences: 0 } }],
    hostnames: [hostname(undefined, { reading: ofHostname })],
    stores: [store({ reading: ofStore })],
    zoneSwitch: { isFresh: true, labels: {}, enabled: true, reading: readings.switch ?? readAtNoon },
  })
}

const parts: readonly Part[] = ['certificate', 'hostname', 'store', 'switch']

test('a zone was asked for since the moment of its last reading, and not later', () => {
  expect([noon - 1, noon, noon + 1].map((at) => wasAskedSince(zoneWith({}), 'default', at))).toEqual([
    true,
    true,
    false,
  ])
})

test.each(parts)('not if its %s was never asked for', (part) => {
  expect(wasAskedSince(zoneWith({ [part]: neverRead }), 'default', noon)).toBe(false)
})

test.each(parts)('if its %s alone was asked for of late', (part) => {
  const early = { ...readAtNoon, lastCheck: noon - 3600 }
  const others = Object.fromEntries(parts.map((each) => [each, each === part ? readAtNoon : early]))
  expect(wasAskedSince(zoneWith(others), 'default', noon)).toBe(true)
})

test('what is read with another credential does not count', () => {
  expect(wasAskedSince(zoneWith({ certificate: neverRead }, 'other'), 'default', noon)).toBe(true)
})
