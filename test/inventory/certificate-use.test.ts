import { describe, expect, test } from 'vitest'
import { useOf } from '../../src/inventory/certificate-use.ts'
import type { ZonePlan } from '../../src/inventory/place-plan.ts'
import { keyOf, type WatchedCertificate, type WatchedZone } from '../../src/inventory/snapshot.ts'
import { watchSwitch } from '../../src/inventory/zone-switch.ts'
import { checked, entry, facts, noon, record } from '../support/certificates.ts'
import { failedAtNoon, hostname, readAtNoon, store, zone } from '../support/exposed-zones.ts'
import { hostnameEntry } from '../support/zones.ts'

const plan: ZonePlan = {
  scope: 'zone',
  scopeId: entry().scopeId,
  name: 'example.com',
  certificates: [],
  hostnames: [],
  stores: [],
  allHostnamesListed: false,
}
const own = checked([{ kind: 'succeeded', record: record({ uploadedOn: 10 }), facts: facts() }])

function inZoneStore(certificateId: string, uploadedOn: number): WatchedCertificate {
  const of = entry({ kind: 'zone', certificateId })
  return checked([{ kind: 'succeeded', record: record({ uploadedOn }), facts: facts() }], of)
}

function inUse(certificate: WatchedCertificate, readings: WatchedZone, more: Partial<ZonePlan> = {}, now = noon) {
  return useOf(certificate, keyOf(certificate.entry), { ...plan, ...more }, readings, now)
}

function using(name: string, key: string | undefined, reading = readAtNoon) {
  const association = { state: 'enabled', certificateId: own.entry.certificateId, status: 'active' } as const
  return hostname(association, { entry: hostnameEntry({ hostname: name }), presents: key, reading })
}

describe('a hostname certificate', () => {
  const key = keyOf(own.entry)

  test('is used by the hostnames that present it, sorted', () => {
    const readings = zone({ hostnames: [using('b', key), using('a', key), using('c', undefined)] })
    expect(inUse(own, readings)).toEqual({ hostnames: ['a', 'b'], inUse: true })
  })

  test('goes on being used while its hostname cannot be read', () => {
    const readings = zone({ hostnames: [using('a', key, failedAtNoon)] })
    expect(inUse(own, readings, { allHostnamesListed: true }).inUse).toBe(true)
  })

  test.each([
    ['some hostnames are listed', false, readAtNoon, noon, undefined],
    ['all are listed and read', true, readAtNoon, noon, false],
    ['all are listed, and one was not read for too long', true, readAtNoon, noon + 6 * 3600 + 1, undefined],
    ['all are listed, and one fails for a short time', true, failedAtNoon, noon, false],
    ['all are listed, and one was never read', true, { ...readAtNoon, lastSuccess: undefined }, noon, undefined],
  ] as const)('where none presents it and %s', (_, allHostnamesListed, reading, now, expected) => {
    const readings = zone({ hostnames: [using('a', undefined, reading)] })
    expect(inUse(own, readings, { allHostnamesListed }, now).inUse).toBe(expected)
  })
})

test('an Access certificate is used by the hosts that its answer names, sorted', () => {
  const answered = checked(
    [{ kind: 'succeeded', record: record({ hosts: ['b', 'a'] }), facts: facts() }],
    entry({ kind: 'access_certificate' }),
  )
  expect(inUse(answered, zone())).toEqual({ hostnames: ['a', 'b'], inUse: true })
})

test("the zone's switch stays fresh for as long as a certificate of the zone may", () => {
  const { zoneSwitch } = zone({ zoneSwitch: { enabled: true, reading: readAtNoon, isFresh: false, labels: {} } })
  const isFresh = (now: number) => watchSwitch({ ...plan, certificates: [entry()] }, zoneSwitch, now).isFresh
  expect([isFresh(noon + 6 * 3600), isFresh(noon + 6 * 3600 + 1)]).toEqual([true, false])
})

describe("a certificate of the zone's own store", () => {
  const [older, newer] = [inZoneStore('older', 1), inZoneStore('newer', 2)]
  const members = [older, newer].map(({ entry: { certificateId }, known }) => {
    return { certificateId, status: known?.record.status, uploadedOn: known?.record.uploadedOn }
  })
  const listed = store({ listed: members, reading: readAtNoon }, { kind: 'zone' })
  const on = { enabled: true, reading: readAtNoon, isFresh: true, labels: {} }
  const off = { ...on, enabled: false }
  const both = (readings: WatchedZone, now = noon) => [older, newer].map((each) => inUse(each, readings, {}, now).inUse)

  test('is used where the store is on and it was uploaded last', () => {
    expect(both(zone({ stores: [listed], zoneSwitch: on }))).toEqual([false, true])
  })

  test('is not where the store is off, as long as that is news', () => {
    const readings = zone({ stores: [listed], zoneSwitch: off })
    expect(both(readings)).toEqual([false, false])
    expect(both(readings, noon + 6 * 3600 + 1)).toEqual([undefined, undefined])
  })

  test('where the switch was never read, only the older one is proved not to be', () => {
    expect(both(zone({ stores: [listed] }))).toEqual([false, undefined])
  })

  test('where the store is not listed, checks prove that one is superseded, and never that one is used', () => {
    const readings = zone({ certificates: [older, newer], zoneSwitch: on })
    expect(both(readings)).toEqual([false, undefined])
    expect(both(readings, noon + 6 * 3600 + 1)).toEqual([undefined, undefined])
  })
})
