import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Credentials, defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { api, empty, exampleCom, legacy, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import type { Scrape } from '../reliability/support/scrape.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { patience, startWatcher, type Watcher } from '../support/watcher.ts'

const [oursSees, theirsSees] = [
  [exampleCom.id, shop.id],
  [api.id, legacy.id, empty.id, shop.id],
] as const
const theirs: Credentials = {
  token: 'simulated-token-1111111111111111111111111',
  email: 'legacy@example.com',
  key: '0123456789abcdef0123456789abcdef01235',
  zones: theirsSees,
  tokenExpiresOn: '2031-01-01T00:00:00Z',
}

describe('two tokens, each with zones of its own and one in common', () => {
  let fleet: Fleet
  let simulator: Simulator
  let watcher: Watcher

  beforeAll(async () => {
    fleet = await sharedDemoFleet()
    const ours = { ...defaultCredentials, zones: oursSees }
    simulator = await startSimulator({ fleet, clock: () => new Date(), credentials: ours, moreCredentials: [theirs] })
    const lines = [
      'schedule: 3s',
      `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
      'credentials: {ours: {api_token_file: ours}, theirs: {api_token_file: theirs}}',
      'discover_zones: true',
    ]
    watcher = await startWatcher(lines, { files: { ours: ours.token, theirs: theirs.token } })
    await watcher.firstCycle()
    await vi.waitFor(async () => {
      expect(by('credentials', await watcher.scrape(), tokens)).toEqual({ ours: 1, theirs: 1 })
    }, patience)
  })
  afterAll(async () => {
    await watcher?.close()
    await simulator?.close()
  })

  function by(label: string, shown: Scrape, metric: string) {
    return Object.fromEntries(shown.samples(metric).map(({ labels, value }) => [labels[label] ?? '', value]))
  }

  /** Of the zones that only one of them sees. */
  function certificatesIn(...zoneIds: readonly string[]): string[] {
    const there = fleet.certificates.filter(
      ({ zoneId, record, listed }) => zoneIds.includes(zoneId) && record && listed,
    )
    return there
      .filter(({ record }) => record?.status !== 'deleted')
      .map(({ certificateId }) => certificateId)
      .sort()
  }

  const discovered = 'cloudflare_cert_discovery_success'
  const readable = 'cloudflare_cert_exporter_credential_readable'
  const tokens = 'cloudflare_cert_exporter_token_valid'
  const expiries = 'cloudflare_cert_expiry_timestamp_seconds'

  test('each is asked for what it sees, and all of it is watched', async () => {
    const shown = await watcher.firstCycle()
    expect(by('credentials', shown, discovered)).toEqual({ ours: 1, theirs: 1 })
    const watched = shown.samples('cloudflare_cert_check_success').map(({ labels }) => labels['certificate_id'])
    expect(watched.sort()).toEqual(certificatesIn(...oursSees, ...theirsSees))
    // Neither was ever asked for a zone of the other, which it may not read.
    expect(watcher.logged('permission_missing')).toEqual([])
    expect(shown.samples('cloudflare_cert_zone_check_success').every(({ value }) => value === 1)).toBe(true)
  })

  test('each has its own metrics', async () => {
    await vi.waitFor(async () => {
      const shown = await watcher.scrape()
      expect(by('credentials', shown, tokens)).toEqual({ ours: 1, theirs: 1 })
      const end = Date.parse('2031-01-01T00:00:00Z') / 1000
      expect(by('credentials', shown, 'cloudflare_cert_exporter_token_expiry_timestamp_seconds')).toEqual({
        theirs: end,
      })
      expect(Object.keys(by('credentials', shown, 'cloudflare_cert_exporter_api_rate_limit_remaining')).sort()).toEqual(
        ['ours', 'theirs'],
      )
    }, patience)
  })

  test('one that is refused says so for what is read with it, takes nothing from the other, and comes back as soon as its file is right', async () => {
    const before = await watcher.cycle()
    await watcher.write('theirs', 'x'.repeat(40))
    await vi.waitFor(async () => {
      const shown = await watcher.cycle()
      expect(by('credentials', shown, discovered)).toEqual({ ours: 1, theirs: 0 })
      const errors = shown.samples('cloudflare_cert_check_error').filter(({ labels }) => labels['reason'] === 'auth')
      expect(new Set(errors.map(({ labels }) => labels['credentials']))).toEqual(new Set(['theirs']))
      expect(errors.map(({ labels }) => labels['certificate_id']).sort()).toEqual(certificatesIn(api.id, legacy.id))
    }, patience)
    const shown = await watcher.cycle()
    // Cloudflare says the same of a worthless token as of one that belongs to an account: not known, until nothing has succeeded twice.
    expect(by('credentials', shown, tokens)).toEqual({ ours: 1 })
    expect(watcher.logged('token_unverified').at(-1)?.msg).toContain('set account_id')
    expect(by('certificate_id', shown, expiries)).toEqual(by('certificate_id', before, expiries))
    const succeeded = by('certificate_id', shown, 'cloudflare_cert_last_success_timestamp_seconds')
    const earlier = by('certificate_id', before, 'cloudflare_cert_last_success_timestamp_seconds')
    for (const id of certificatesIn(exampleCom.id)) {
      if (earlier[id] !== undefined) expect(succeeded[id], id).toBeGreaterThan(earlier[id])
    }
    const held = watcher.logged('requests_held_back').map(({ credentials, cause }) => ({ credentials, cause }))
    expect(held).toEqual([{ credentials: 'theirs', cause: 'refused' }])

    await watcher.write('theirs', theirs.token)
    await vi.waitFor(async () => {
      const shown = await watcher.scrape()
      expect(by('credentials', shown, discovered)).toEqual({ ours: 1, theirs: 1 })
      expect(by('credentials', shown, tokens)).toEqual({ ours: 1, theirs: 1 })
      const refused = shown.samples('cloudflare_cert_check_error').filter(({ labels }) => labels['reason'] === 'auth')
      expect(refused).toEqual([])
    }, patience)
  })

  test('one that cannot be read is not said to be refused, takes nothing from the other, and comes back as soon as it can', async () => {
    const refusals = watcher.logged('token_verified').length
    await watcher.write('theirs', ' \n')
    await vi.waitFor(async () => {
      const shown = await watcher.cycle()
      expect(by('credentials', shown, readable)).toEqual({ ours: 1, theirs: 0 })
      const errors = shown.samples('cloudflare_cert_check_error').map(({ labels }) => labels['reason'])
      expect(errors).toContain('credential')
      expect(errors).not.toContain('auth')
      expect(by('credentials', shown, discovered)).toEqual({ ours: 1, theirs: 0 })
    }, patience)
    expect(by('credentials', await watcher.scrape(), tokens)).toEqual({ ours: 1, theirs: 1 })
    const [told, ...more] = watcher.logged('credential_unreadable')
    expect([told?.['credentials'], told?.['level'], more]).toEqual(['theirs', 'error', []])
    expect(told?.msg).toMatch(/secret file .*theirs is empty/)
    expect(watcher.logged('token_verified')).toHaveLength(refusals)
    const page = await (await fetch(`http://${watcher.host}/`)).text()
    expect(page).toMatch(/A credential cannot be read\..*theirs is empty/)
    expect(page).not.toContain('Cloudflare refuses')

    await watcher.write('theirs', theirs.token)
    await vi.waitFor(async () => {
      const shown = await watcher.scrape()
      expect(by('credentials', shown, readable)).toEqual({ ours: 1, theirs: 1 })
      expect(by('credentials', shown, discovered)).toEqual({ ours: 1, theirs: 1 })
    }, patience)
    expect(watcher.logged('credential_readable')).toHaveLength(1)
  })
})
