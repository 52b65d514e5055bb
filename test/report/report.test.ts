import { describe, expect, test } from 'vitest'
import { checkTable } from '../../src/cli/check-table.ts'
import { causesIn } from '../../src/cli/shared-causes.ts'
import { keyOf, type Snapshot } from '../../src/inventory/snapshot.ts'
import { Successors } from '../../src/judgement/successors.ts'
import { matching } from '../../src/report/filters.ts'
import { instant } from '../../src/report/instant.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { byUrgency, orderOf } from '../../src/report/order.ts'
import { checkedIn, exitCodeOf, reportOn } from '../../src/report/report.ts'
import { hexadecimal } from '../../src/report/serial.ts'
import { inUseWord } from '../../src/report/words.ts'
import {
  hostname,
  manifold,
  manifoldHostnames,
  noon,
  shop,
  snapshotOf,
  store,
  watched,
  working,
} from '../page/support/fleet.ts'
import { reported } from '../page/support/judged.ts'

const fine = watched({ number: 1, name: 'fine' })
const failed = {
  lastCheck: noon - 60,
  lastSuccess: undefined,
  failure: { reason: 'permission', detail: 'Authentication error' },
} as const

function table(snapshot: Snapshot, columns?: number): readonly string[] {
  const checked = checkedIn(snapshot, noon)
  const causes = causesIn(checked, {
    baseUrl: 'https://api.cloudflare.com/client/v4',
    proxy: { httpsProxy: undefined, noProxy: undefined },
  })
  const settings = { terminalWidth: columns, colour: false, now: noon, withAllHostnames: false }
  return checkTable(checked, checked, causes, settings).split('\n')
}

describe('check', () => {
  test('says by whom each certificate is used, where anything is known of that', () => {
    const lines = table(snapshotOf(manifold))
    expect(lines[0]).toMatch(/^STATE +LEFT +EXPIRES +NAME +ZONE +USED BY +REMARKS$/)
    expect(lines[1]).toMatch(/^EXPIRED +3d ago +2026-11-20 12:00 +ended +shop\.example +www\.shop\.example$/)
    expect(lines.at(9)).toMatch(
      /^UNUSED +40d ago +2026-10-14 12:00 +ended-and-unused +shop\.example +nobody +It is proved/,
    )
    expect(lines.at(-2)).toBe(
      '10 certificates: 1 expired, 1 critical, 1 timed out, 1 stale, 1 unknown, 1 warning, 1 mismatch, 1 problem, 1 unused, 1 ok',
    )
    expect(table(snapshotOf([fine]))[0]).toMatch(/^STATE +LEFT +EXPIRES +NAME +ZONE +REMARKS$/)
  })

  test('where the terminal is too narrow, who uses it and what is to be said of it stand below the row', () => {
    const lines = table(snapshotOf(manifold), 80)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    expect(lines[0]).toMatch(/^STATE +LEFT +EXPIRES +NAME +ZONE$/)
    expect(lines[1]).toMatch(/^EXPIRED +3d ago +2026-11-20 +ended +shop\.example$/)
    expect(lines[2]).toBe('  used by www.shop.example')
    expect(lines).toContain('  used by nobody')
    const text = lines.join('\n')
    expect(text).toMatch(/^TIMED OUT .* timed-out +shop\.example\n {2}Cloudflare gave up deploying it: /m)
    expect(text.replaceAll(/\n {2}/g, ' ')).toContain('there is no such thing: certificate not found')
  })

  test('a zone that has no room in the row stands below it, too', () => {
    const nameless = watched({ number: 1, name: fine.entry.certificateId, use: { inUse: true } })
    const lines = table(snapshotOf([nameless]), 70)
    expect(lines.slice(1, 3)).toEqual([
      expect.stringMatching(`^OK .* ${fine.entry.certificateId}$`),
      '  zone shop.example; in use',
    ])
  })

  test('a row that fits stays whole, and nothing is cut where there is no terminal', () => {
    expect(table(snapshotOf([fine]), 80)[1]).toMatch(/^OK +200d +2027-06-11 12:00 +fine +shop\.example$/)
    const long = watched({ number: 1, name: 'n'.repeat(500), use: { inUse: true } })
    expect(table(snapshotOf([long]))[1]).toMatch(/ n{500} +shop\.example +yes$/)
    const lines = table(snapshotOf([long]), 80)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('a list that cannot be read is told and is a 3: failure never looks like emptiness', () => {
    const snapshot = snapshotOf([fine], { stores: store(failed) })
    const report = reportOn(snapshot, noon)
    expect(exitCodeOf(report)).toBe(3)
    expect(report.unread).toEqual([
      {
        what: 'list of the hostname store',
        zone: 'shop.example',
        reason: 'permission',
        meaning: expect.stringContaining('lacks a permission'),
        detail: 'Authentication error',
      },
    ])
    expect(table(snapshot).at(-3)).toMatch(
      /^cannot be read: list of the hostname store \(shop\.example\): permission: /,
    )
    expect(exitCodeOf(reportOn(snapshotOf([fine]), noon))).toBe(0)
  })

  describe('a hostname for which nothing is presented', () => {
    const snapshotWith = (state: 'disabled' | 'none' | 'voided', enabled?: boolean) =>
      snapshotOf([fine], {
        hostnames: new Map([
          ['a.example', hostname('a.example', { state, certificateId: undefined, status: undefined })],
        ]),
        zoneSwitch: { isFresh: true, labels: {}, enabled, reading: working },
      })

    test.each([
      ['disabled', true],
      ['disabled', undefined],
      ['voided', undefined],
      ['voided', false],
      ['none', false],
    ] as const)('%s, the zone’s own store on: %s: is critical and told', (state, enabled) => {
      const snapshot = snapshotWith(state, enabled)
      const report = reportOn(snapshot, noon)
      expect(exitCodeOf(report)).toBe(2)
      expect(report).toMatchObject({ severity: 'critical', hostnames: [{ state, severity: 'critical' }] })
      expect(table(snapshot).slice(-3)).toEqual(['', '1 certificate: 1 ok; 1 hostname: 1 without a certificate', ''])
      expect(table(snapshot)[1]).toMatch(
        /^NO CERTIFICATE +- +- +a\.example +shop\.example +No client certificate is presented for a\.example: it/,
      )
    })

    test.each(['voided', 'none'] as const)('%s is fine where the zone’s own store is on', (state) => {
      const snapshot = snapshotWith(state, true)
      expect(exitCodeOf(reportOn(snapshot, noon))).toBe(0)
      expect(table(snapshot).slice(-3)).toEqual(['', '1 certificate: 1 ok; 1 hostname: 1 ok', ''])
      expect(table(snapshot).join('\n')).not.toContain('a.example')
    })
  })

  test('all watched hostnames are reported, with what each presents; what is not known is null', () => {
    const used = watched({ number: 2, name: 'used' })
    const { certificateId } = used.entry
    const presenting = {
      ...hostname('a.example', { state: 'enabled', certificateId, status: 'active' }),
      presents: keyOf(used.entry),
    }
    const hostnames = new Map([['a.example', presenting], ...manifoldHostnames])
    const of = { zone_id: shop, zone: 'shop.example', certificate_id: null, presents_certificate_id: null }
    const inOrder = reportOn(snapshotOf([used], { hostnames }), noon).hostnames
    expect(inOrder.map(({ severity }) => severity)).toEqual(['critical', 'critical', 'ok', 'ok', 'ok'])
    const byName = (name: string) => inOrder.find((each) => each.hostname === name)
    expect([...hostnames.keys()].map(byName)).toMatchObject([
      {
        ...of,
        hostname: 'a.example',
        state: 'enabled',
        certificate_id: certificateId,
        presents_certificate_id: certificateId,
        verdict: 'ok',
        severity: 'ok',
        sentence: 'Cloudflare presents used for it.',
        action: null,
      },
      { ...of, hostname: 'pay.shop.example', state: 'enabled', certificate_id: 'x', severity: 'ok' },
      {
        ...of,
        hostname: 'off.shop.example',
        state: 'disabled',
        certificate_id: 'x',
        verdict: 'without_certificate',
        severity: 'critical',
        sentence: 'No client certificate is presented for off.shop.example: its association with x is off.',
        action: 'Switch its association on',
      },
      {
        ...of,
        hostname: 'bare.shop.example',
        state: 'none',
        severity: 'critical',
        sentence:
          "No client certificate is presented for bare.shop.example: it has no association, and the zone's own store is not known to be on.",
      },
      { ...of, hostname: 'lost.shop.example', state: null, verdict: 'unknown', severity: 'ok' },
    ])
  })

  test('nothing but what cannot be read: no table, and a 3', () => {
    const snapshot: Snapshot = { places: new Map(), discoveries: discoveryThat(failed), bundles: new Map() }
    expect(table(snapshot)).toEqual([
      expect.stringMatching(/^cannot be read: 1 list, with the credential default: a permission is missing/),
      expect.stringMatching(/^ {2}\S/),
      expect.stringMatching(/^ {2}What to do: \S/),
      '  These: list of the zones that default can see (all).',
      '0 certificates',
      '',
    ])
    expect(exitCodeOf(reportOn(snapshot, noon))).toBe(3)
  })
})

test('a newer active certificate of the same subject succeeds one that is still in use', () => {
  const subject = { subject: 'CN=shop' }
  const older = watched({ number: 1, name: 'older', daysLeft: 20, facts: subject, use: { inUse: true } })
  const newer = watched({ number: 2, name: 'newer', daysLeft: 350, facts: subject })
  const pending = watched({
    number: 3,
    name: 'pending',
    daysLeft: 360,
    facts: subject,
    record: { status: 'initializing' },
  })
  const other = watched({ number: 4, name: 'other', daysLeft: 360 })
  const zone = snapshotOf([older, newer, pending, other]).places.get(`zone/${shop}`)
  const successors = new Successors()
  expect(successors.of(older, zone)?.certificate).toBe(newer)
  expect(successors.of(newer, zone)).toBeUndefined()
  expect(successors.of({ ...older, use: { ...older.use, inUse: undefined } }, zone)).toBeUndefined()
  expect(successors.of({ ...newer, use: older.use }, zone)).toBeUndefined()
})

test('one more upload is the successor, and the older one has still been replaceable since the first', () => {
  const one = (number: number, uploadedOn: number, statusSince: number) => {
    const certificate = watched({
      number,
      name: 'shop',
      daysLeft: 20,
      facts: { subject: 'CN=shop' },
      record: { uploadedOn },
    })
    const { known } = certificate
    return { ...certificate, use: { ...certificate.use, inUse: true }, known: known && { ...known, statusSince } }
  }
  const [older, newer, newest] = [
    one(1, noon - 900, noon - 800),
    one(2, noon - 700, noon - 600),
    one(3, noon - 90, noon - 80),
  ]
  const zone = snapshotOf([older, newer, newest]).places.get(`zone/${shop}`)
  const successors = new Successors()
  expect(successors.of(older, zone)).toEqual({ certificate: newest, since: noon - 600 })
  expect(successors.of(newer, zone)).toEqual({ certificate: newest, since: noon - 80 })
})

test.each([
  [6 * 3600, false],
  [6 * 3600 + 1, true],
  [-6 * 3600, false],
  [-6 * 3600 - 1, true],
])('seen %i seconds ago is too long ago: %s, and before a clock that was set back as well', (ago, stale) => {
  const seen = watched({ number: 1, name: 'seen', check: { lastSuccess: noon - ago } })
  expect(reported(seen)).toMatchObject({ stale_after_seconds: 6 * 3600, stale })
})

test.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [253_402_300_799, '9999-12-31T23:59:59.000Z'],
  [253_402_300_800, null],
  [-2_208_988_801, '1899-12-31T23:59:59.000Z'],
  [-62_167_219_200, '0000-01-01T00:00:00.000Z'],
  [-62_167_219_201, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [undefined, null],
])('%s as RFC 3339 is %s', (seconds, written) => {
  expect(instant(seconds)).toBe(written)
})

test.each([
  ['17', '11'],
  ['256', '0100'],
  ['0', '00'],
  ['-1', '-01'],
  ['-2036985261', '-7969edad'],
  ['0x11', undefined],
  ['9'.repeat(181), undefined],
])('serial number %s is %s', (decimal, hex) => {
  expect(hexadecimal(decimal)).toBe(hex)
})

function discoveryThat(reading: typeof failed): Snapshot['discoveries'] {
  const duration = { kind: 'duration', seconds: 1 } as const
  const terms = {
    credentials: 'default',
    labels: {},
    thresholds: { warning: duration, critical: duration },
    staleAfter: 1,
  }
  const entry = { ...terms, kinds: ['hostname'], include: undefined, exclude: [] } as const
  return new Map([['default', { entry, listed: undefined, reading }]])
}

test('a hostname of another domain is found by the name of the zone that it is served from', () => {
  const hostnames = new Map([['www.customer.example', hostname('www.customer.example', undefined)]])
  const all = { snapshot: snapshotOf([fine], { hostnames }), credentials: [], daemon: undefined }
  const found = matching(judgedThings(all, noon), { q: 'shop customer' })
  expect(found.map(({ thing }) => thing)).toEqual(['hostname'])
})

test('a certificate of an account names the account', () => {
  const entry = { kind: 'access_certificate', placeName: 'Example account' } as const
  expect(reported(watched({ number: 1, name: 'fine', entry }))).toMatchObject({ account: 'Example account' })
})

test.each([
  [true, 'yes'],
  [false, 'no'],
  [null, 'not known'],
])('in use, %s: %s', (inUse, word) => expect(inUseWord(inUse)).toBe(word))

test('names that are longer than the order looks at are in the order of their beginnings', () => {
  const named = (name: string) => ({
    order: orderOf({ severity: 'ok', state: 'ok', isUnused: false, expiry: noon, name, key: '' }),
  })
  const [first, second] = [named(`ab${'x'.repeat(200)}`), named(`ba${'x'.repeat(200)}`)]
  expect([second, first].sort(byUrgency)).toEqual([first, second])
})
