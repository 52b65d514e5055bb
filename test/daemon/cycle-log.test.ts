import { pino } from 'pino'
import { expect, test } from 'vitest'
import { zoneEndpoint, zonesEndpoint } from '../../src/cloudflare/endpoints.ts'
import { CycleLog } from '../../src/daemon/cycle-log.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { discoveryEntry, watchList } from '../support/zones.ts'

function started() {
  const lines: unknown[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  return { lines, log: new CycleLog(log, new FakeClock()) }
}

test('a zone that is not watched any more is named with a warning', () => {
  const { lines, log } = started()
  const inventory = new Inventory()
  inventory.watch(watchList({ discoveries: [discoveryEntry()] }), 0)
  const [stays, leaves] = ['a', 'b'].map((letter) => ({ zoneId: letter.repeat(32), zone: `${letter}.example` }))
  if (!stays || !leaves) throw new Error('two zones were made')
  inventory.publishDiscovery('default', { ok: true, value: [stays, leaves] }, 1)
  const before = inventory.snapshot
  inventory.publishDiscovery('default', { ok: true, value: [stays] }, 2)
  log.discovered('default', before, inventory.snapshot)
  expect(lines).toMatchObject([
    { level: 40, event: 'zone_left', credentials: 'default', zone_id: leaves.zoneId, zone: 'b.example' },
    { level: 30, event: 'zones_discovered', zones: 1 },
  ])
})

test('that a zone may not be seen is no missing permission, that zones may not be listed is one', () => {
  const { lines, log } = started()
  log.denied('default', zoneEndpoint)
  expect(lines).toEqual([])
  log.denied('default', zonesEndpoint)
  expect(lines).toMatchObject([{ level: 50, event: 'permission_missing', permission: 'Zone > Zone > Read' }])
})
