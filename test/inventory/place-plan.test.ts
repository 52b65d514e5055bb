import { describe, expect, test } from 'vitest'
import type { DiscoveryEntry, WatchList } from '../../src/certificate/watch-list.ts'
import { neverRead } from '../../src/inventory/merge.ts'
import { plansOf } from '../../src/inventory/place-plan.ts'
import type { DiscoveredZone, WatchedDiscovery } from '../../src/inventory/snapshot.ts'
import { entry } from '../support/certificates.ts'
import { discoveryEntry, hostnameEntry, storeEntry, watchList } from '../support/zones.ts'

const { scopeId: zoneId } = entry()
const zone: DiscoveredZone = { zoneId, zone: 'discovered.example' }

function found(entries: readonly DiscoveryEntry[], listed: readonly DiscoveredZone[] = [zone]) {
  return new Map(
    entries.map((of): [string, WatchedDiscovery] => [of.credentials, { entry: of, listed, reading: neverRead }]),
  )
}

function planOf(wanted: Partial<WatchList>) {
  const list = watchList(wanted)
  return plansOf(list, found(list.discoveries)).get(`zone/${zoneId}`)
}

describe('the name of a zone is that of', () => {
  const store = storeEntry({ placeName: 'zones.example' })
  const named = entry({ placeName: 'certificates.example' })
  const hostname = hostnameEntry({ zone: 'hostnames.example' })
  const discoveries = [discoveryEntry()]
  test.each<[string, Partial<WatchList>, string]>([
    [
      'an entry of zones',
      { stores: [store], discoveries, certificates: [named], hostnames: [hostname] },
      'zones.example',
    ],
    ['the list of zones', { discoveries, certificates: [named], hostnames: [hostname] }, 'discovered.example'],
    [
      'a certificate',
      { certificates: [entry({ placeName: zoneId }), named], hostnames: [hostname] },
      'certificates.example',
    ],
    ['a hostname', { certificates: [entry({ placeName: zoneId })], hostnames: [hostname] }, 'hostnames.example'],
    ['nobody: its id', { hostnames: [hostnameEntry({ zone: undefined })] }, zoneId],
  ])('%s', (_, wanted, name) => expect(planOf(wanted)?.name).toBe(name))
})

describe('the stores of a zone', () => {
  test('an entry of zones keeps its own, a discovery adds the other, and what is excluded stays excluded', () => {
    const exclude = new Set([entry().certificateId])
    const configured = storeEntry({ kind: 'zone', labels: { from: 'zones' }, exclude })
    const plan = planOf({ stores: [configured], discoveries: [discoveryEntry({ labels: { from: 'discovery' } })] })
    expect(plan?.stores).toMatchObject([
      { kind: 'zone', labels: { from: 'zones' }, exclude },
      { kind: 'hostname', labels: { from: 'discovery' }, exclude, placeName: 'discovered.example' },
    ])
  })

  test('a zone that two credentials see belongs to the first of them', () => {
    const [first, second] = [discoveryEntry({ credentials: 'first' }), discoveryEntry({ credentials: 'second' })]
    expect(new Set(planOf({ discoveries: [first, second] })?.stores.map(({ credentials }) => credentials))).toEqual(
      new Set(['first']),
    )
    const filtered = [{ ...first, exclude: ['discovered.*'] }, second]
    expect(new Set(planOf({ discoveries: filtered })?.stores.map(({ credentials }) => credentials))).toEqual(
      new Set(['second']),
    )
  })
})

test('a discovery that was never read leads nowhere, and a zone of another shard is not planned', () => {
  const discoveries = [discoveryEntry()]
  const unread = { entry: discoveryEntry(), listed: undefined, reading: neverRead }
  expect(plansOf(watchList({ discoveries }), new Map([['default', unread]])).size).toBe(0)
  expect(plansOf(watchList({ discoveries, owns: () => false }), found(discoveries)).size).toBe(0)
})

test('plans that say the same keep their objects', () => {
  const list = watchList({ discoveries: [discoveryEntry()], hostnames: [hostnameEntry()] })
  const before = plansOf(list, found(list.discoveries))
  const again = plansOf(list, found(list.discoveries, [zone, { zoneId: 'f'.repeat(32), zone: 'new' }]), before)
  expect(again.size).toBe(2)
  expect(again.get(`zone/${zoneId}`)).toBe(before.get(`zone/${zoneId}`))
})
