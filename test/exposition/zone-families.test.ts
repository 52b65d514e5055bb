import { expect, test } from 'vitest'
import { familiesOfDiscovery } from '../../src/exposition/discovery-families.ts'
import { FamilyWriter } from '../../src/exposition/family-writer.ts'
import { neverRead } from '../../src/inventory/merge.ts'
import { keyOf, type WatchedZone } from '../../src/inventory/snapshot.ts'
import { checked, entry, noon, success } from '../support/certificates.ts'
import { exposed, failedAtNoon, hostname, readAtNoon, store, zone } from '../support/exposed-zones.ts'
import { discoveryEntry } from '../support/zones.ts'

/** What is exposed of a zone, without its certificates and what all lines share. */
async function lines(of: WatchedZone): Promise<string> {
  const text = await exposed([of])
  return text
    .split('\n')
    .filter((line) => /^cloudflare_cert_(?:hostname|zone)_/.test(line))
    .map(
      (line) => `${line.replace('cloudflare_cert_', '').replace('zone_id="023e105f4ecef8ad9ca31a8372d0c353",', '')}\n`,
    )
    .join('')
}

const id = entry().certificateId
const enabled = { state: 'enabled', certificateId: id, status: 'active' } as const

test('a zone that was never read says only that', async () => {
  expect(await lines(zone({ hostnames: [hostname(undefined)], stores: [store()] }))).toBe(
    `hostname_check_success{zone="example.com",hostname="app.example.com",team="web"} 0
zone_check_success{zone="example.com",kind="hostname"} 0
`,
  )
})

test('a hostname that presents a certificate', async () => {
  const presents = keyOf(entry())
  const of = zone({ certificates: [checked([success])], hostnames: [hostname(enabled, { presents })] })
  const labels = 'zone="example.com",hostname="app.example.com",team="web"'
  expect(await lines(of)).toBe(
    `hostname_state{${labels},state="enabled"} 1
hostname_state{${labels},state="disabled"} 0
hostname_state{${labels},state="voided"} 0
hostname_state{${labels},state="none"} 0
hostname_info{${labels},certificate_id="${id}"} 1
hostname_expiry_timestamp_seconds{${labels}} ${noon + 90 * 86400}
hostname_check_success{${labels}} 1
hostname_last_success_timestamp_seconds{${labels}} ${noon}
hostname_severity{${labels}} 0
`,
  )
})

test('what is presented has a name only while there is an association', async () => {
  const shown = async (state: 'disabled' | 'voided') => lines(zone({ hostnames: [hostname({ ...enabled, state })] }))
  expect(await shown('disabled')).toContain(`hostname_info{`)
  expect(await shown('voided')).not.toContain('hostname_info')
  expect(await shown('voided')).toContain('state="voided"} 1')
})

test('a certificate that is presented and not watched has no expiry', async () => {
  const text = await lines(zone({ hostnames: [hostname(enabled, { presents: keyOf(entry()) })] }))
  expect(text).not.toContain('hostname_expiry')
})

test('a reading that fails takes nothing away', async () => {
  const text = await lines(zone({ hostnames: [hostname(enabled, { reading: failedAtNoon })] }))
  expect(text).toContain('state="enabled"} 1')
  expect(text).toMatch(/hostname_check_success\{.*\} 0\nhostname_last_success_timestamp_seconds\{.*\} \d+/)
})

test("a zone's own switch, and its stores", async () => {
  const stores = [
    store({ reading: readAtNoon }),
    store({ reading: failedAtNoon }, { kind: 'zone', labels: { team: 'edge' } }),
  ]
  const text = await lines(
    zone({ zoneSwitch: { isFresh: true, labels: {}, enabled: false, reading: readAtNoon }, stores }),
  )
  expect(text).toBe(
    `zone_enabled{zone="example.com"} 0
zone_check_success{zone="example.com",kind="hostname"} 1
zone_check_success{zone="example.com",kind="zone",team="edge"} 0
zone_last_success_timestamp_seconds{zone="example.com",kind="hostname"} ${noon}
zone_last_success_timestamp_seconds{zone="example.com",kind="zone",team="edge"} ${noon - 3600}
`,
  )
})

test("how many certificates a zone's own store has, once it was listed", async () => {
  const zoneSwitch = { isFresh: true, labels: { team: 'edge' }, enabled: true, reading: readAtNoon }
  const text = (listed: Parameters<typeof store>[0]) =>
    lines(zone({ zoneSwitch, stores: [store({ listed: [] }), store(listed, { kind: 'zone' })] }))
  const member = { certificateId: 'a', status: 'active', uploadedOn: undefined }
  expect(await text({ listed: undefined })).not.toContain('zone_certificates')
  expect(await text({ listed: [] })).toContain('zone_certificates{zone="example.com",team="edge"} 0\n')
  expect(await text({ listed: [member] })).toContain('zone_certificates{zone="example.com",team="edge"} 1\n')
  const unread = zone({
    zoneSwitch: { ...zoneSwitch, enabled: undefined },
    stores: [store({ listed: [] }, { kind: 'zone' })],
  })
  expect(await lines(unread)).not.toContain('zone_certificates')
})

test('a switch that cannot be read: what it was goes once it is stale, and the store says so from the first time', async () => {
  const zoneSwitch = { isFresh: true, labels: { team: 'edge' }, enabled: true, reading: failedAtNoon }
  const stores = [store({ reading: readAtNoon }), store({ reading: readAtNoon }, { kind: 'zone' })]
  const text = await lines(zone({ zoneSwitch, stores }))
  expect(text).toContain('zone_enabled{zone="example.com",team="edge"} 1\n')
  expect(text).toContain('zone_check_success{zone="example.com",kind="hostname"} 1\n')
  expect(text).toContain('zone_check_success{zone="example.com",kind="zone"} 0\n')
  expect(await lines(zone({ zoneSwitch: { ...zoneSwitch, isFresh: false }, stores }))).not.toContain('zone_enabled')
})

test('discovery, before and after the first listing', () => {
  const of = discoveryEntry({ labels: { team: 'edge' } })
  const discovery = (reading: typeof neverRead) => ({ entry: of, listed: undefined, reading })
  const text = (reading: typeof neverRead) => new FamilyWriter('text').write(familiesOfDiscovery([discovery(reading)]))
  expect(text(neverRead)).toContain('cloudflare_cert_discovery_success{credentials="default",team="edge"} 0\n')
  expect(text(neverRead)).not.toContain('last_success')
  expect(text(readAtNoon)).toContain(
    `cloudflare_cert_discovery_last_success_timestamp_seconds{credentials="default",team="edge"} ${noon}\n`,
  )
})
