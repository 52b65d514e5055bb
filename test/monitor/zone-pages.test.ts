import { expect, test } from 'vitest'
import type { ZonePage } from '../../src/cloudflare/zone-page.ts'
import { discoverZones } from '../../src/monitor/discovery.ts'

function zonesNamed(...letters: readonly string[]) {
  return letters.map((letter) => ({ zoneId: letter.repeat(32), zone: `${letter}.example` }))
}

/** Reads what a server gives for each page. */
async function read(page: (number: number) => Pick<ZonePage, 'zones' | 'total'>) {
  const zones = async (number: number) => ({ ok: true, value: { unreadable: 0, ...page(number) } }) as const
  return discoverZones({ zones }, 'default', new AbortController().signal)
}

test.each([2, 3, undefined])('a server that gives one page for any, and counts %s: that is all', async (total) => {
  const zones = zonesNamed('a', 'b', 'c')
  expect(await read(() => ({ zones, total }))).toEqual({ ok: true, value: zones })
})

test('a page that comes again although more are counted is not believed, and what came is a part', async () => {
  const zones = zonesNamed('a', 'b')
  expect(await read(() => ({ zones, total: 5 }))).toMatchObject({ ok: false, suspicion: 'shifted', partial: zones })
})

test('a count on one page alone counts', async () => {
  const total = (number: number) => (number === 1 ? undefined : 3)
  const page = (number: number) => (number === 1 ? zonesNamed('a', 'b') : zonesNamed('c'))
  const value = zonesNamed('a', 'b', 'c')
  expect(await read((number) => ({ zones: page(number), total: total(number) }))).toEqual({ ok: true, value })
})
