import { spawnSync } from 'node:child_process'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CertificateProblem } from '../../src/certificate/model.ts'
import { type CachedPage, writeCachedPage } from '../../src/exposition/cached-page.ts'
import { gzipBody, plainBody } from '../../src/exposition/page-body.ts'
import type { WatchedCertificate, WatchedZone } from '../../src/inventory/snapshot.ts'
import { checked, entry, facts, failure, noon, record, success } from '../support/certificates.ts'
import {
  bytesOf,
  exposed,
  failedAtNoon,
  hostname,
  partsOf,
  readAtNoon,
  store,
  textOf,
  zone,
} from '../support/exposed-zones.ts'

const zoneIds = Array.from({ length: 40 }, (_, i) => String(i).padStart(32, '0'))

function certificateOf(zoneId: string, number: number, notBefore = noon - 86_400): WatchedCertificate {
  const certificateId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const outcome = { kind: 'succeeded', record: record(), facts: facts({ notBefore }) } as const
  return { ...checked([outcome], entry({ scopeId: zoneId, certificateId })), use: { hostnames: [], inUse: undefined } }
}

const association = { state: 'enabled', certificateId: 'x', status: undefined } as const

function zoneOf(zoneId: string): WatchedZone {
  const certificates = [certificateOf(zoneId, 0), certificateOf(zoneId, 1, noon + 1800)]
  const presents = `hostname/${zoneId}/${certificates[0]?.entry.certificateId}`
  return zone({ scopeId: zoneId, certificates, hostnames: [hostname(association, { presents })], stores: [store()] })
}

type Zones = ReadonlyMap<string, WatchedZone>
type Change = (zones: Zones, zoneId: string) => Zones

function changing(change: (of: WatchedZone) => Partial<WatchedZone>): Change {
  return (zones, zoneId) => {
    const of = zones.get(zoneId)
    return of ? new Map(zones).set(zoneId, { ...of, ...change(of) }) : zones
  }
}

/** Changes the first certificate of a zone. */
function changingCertificate(change: (of: WatchedCertificate) => Partial<WatchedCertificate>): Change {
  return changing(({ certificates }) => {
    const [first] = certificates
    return first ? { certificates: new Map(certificates).set(first[0], { ...first[1], ...change(first[1]) }) } : {}
  })
}

function changingHostname(difference: Parameters<typeof hostname>[1]): Change {
  return changing(({ hostnames }) => ({
    hostnames: new Map([...hostnames].map(([name, of]) => [name, { ...of, ...difference }])),
  }))
}

const withProblem = (problem: CertificateProblem) =>
  checked([{ kind: 'succeeded', record: record(), facts: facts({ problems: [problem] }) }]).known

const changes: Readonly<Record<string, Change>> = {
  'a zone comes': (zones, zoneId) => new Map(zones).set(zoneId, zoneOf(zoneId)),
  'a zone leaves': (zones, zoneId) => new Map([...zones].filter(([id]) => id !== zoneId)),
  'all zones leave': () => new Map(),
  'the order is another': (zones) => new Map([...zones].reverse()),
  'a zone has a name': changing(({ scopeId }) => ({ name: `${scopeId}.example` })),
  'a certificate comes': changing(({ certificates, scopeId: zoneId }) => ({
    certificates: new Map(certificates).set('new', certificateOf(zoneId, 2, noon + 900)),
  })),
  'a certificate leaves': changing(({ certificates }) => ({ certificates: new Map([...certificates].slice(1)) })),
  'the certificates are in another order': changing(({ certificates }) => ({
    certificates: new Map([...certificates].reverse()),
  })),
  'the check fails': changingCertificate(() => ({ check: checked([success, failure('network')]).check })),
  'the certificate is gone': changingCertificate(() => ({ known: undefined })),
  'the certificate has a problem': changingCertificate(() => ({ known: withProblem('weak_key') })),
  'it is in use': changingCertificate(({ use }) => ({ use: { ...use, inUse: !use.inUse } })),
  'the entry has another label': changingCertificate(({ entry: of }) => ({
    entry: { ...of, labels: { team: 'night' } },
  })),
  'the hostname is disabled': changingHostname({ association: { ...association, state: 'disabled' } }),
  'the hostname presents nothing': changingHostname({ presents: undefined }),
  'the hostname cannot be read': changingHostname({ reading: failedAtNoon }),
  'the hostname leaves': changing(() => ({ hostnames: new Map() })),
  'the store is listed': changing(() => ({ stores: new Map([['hostname', store({ reading: readAtNoon })]]) })),
  'the switch is on': changing(() => ({
    zoneSwitch: { isFresh: true, labels: {}, enabled: true, reading: readAtNoon },
  })),
}

const step = fc.record({
  changes: fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.constantFrom(...zoneIds)), { maxLength: 3 }),
  // The clock may also be set back.
  minutes: fc.integer({ min: -20, max: 40 }),
})

test('what is remembered is what would be written afresh, whatever changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      let zones: Zones = new Map(zoneIds.map((zoneId) => [zoneId, zoneOf(zoneId)]))
      let page: CachedPage | undefined
      let now = noon
      for (const { changes: names, minutes } of steps) {
        for (const [name, zoneId] of names) zones = changes[name]?.(zones, zoneId) ?? zones
        now += minutes * 60
        const shown = [...zones.values()]
        page = await writeCachedPage(shown, now, page)
        const parts = await partsOf(page, shown, now)
        const text = await textOf(parts)
        expect(text).toBe(await exposed(shown, now))
        expect(gunzipSync(await bytesOf(gzipBody(parts))).toString()).toBe(text)
      }
    }),
    { numRuns: 25 },
  )
})

test('every change is seen', async () => {
  const zones: Zones = new Map(zoneIds.map((zoneId) => [zoneId, zoneOf(zoneId)]))
  const page = await writeCachedPage([...zones.values()], noon, undefined)
  const text = await textOf(await partsOf(page, [...zones.values()], noon))
  const [present = ''] = zoneIds
  for (const [name, change] of Object.entries(changes)) {
    const shown = [...change(zones, name === 'a zone comes' ? 'f'.repeat(32) : present).values()]
    const next = await writeCachedPage(shown, noon, page)
    expect(await textOf(await partsOf(next, shown, noon)), name).not.toBe(text)
  }
})

test('what has not changed is not written again', async () => {
  const zones = new Map(zoneIds.map((zoneId) => [zoneId, zoneOf(zoneId)]))
  const page = await writeCachedPage([...zones.values()], noon, undefined)
  expect(await writeCachedPage([...zones.values()], noon + 60, page)).toBe(page)
  const checkFailed = changes['the check fails']?.(zones, zoneIds[0] ?? '') ?? zones
  const next = await writeCachedPage([...checkFailed.values()], noon + 60, page)
  const differing = next.families.filter((family, i) => family !== page.families[i])
  expect(differing.length).toBeGreaterThan(0)
  expect(differing.length).toBeLessThanOrEqual(4)
})

test('a family comes in one piece, and not at all without samples', async () => {
  const text = await exposed(zoneIds.map(zoneOf))
  const headers = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(headers).toHaveLength(new Set(headers).size)
  const families = [...text.matchAll(/^(\w+)\{/gm)].map(([, name]) => name)
  expect(families.filter((name, i) => name !== families[i - 1])).toEqual(headers)
  expect(text).not.toContain('check_error')
  expect(await exposed([])).toBe('')
})

test('a header looks the same in both formats', async () => {
  expect((await exposed(zoneIds.map(zoneOf))).match(/^# HELP.*"/m)).toBeNull()
})

test('the length of a body is that of its pieces', async () => {
  const zones = zoneIds.map(zoneOf)
  const parts = await partsOf(await writeCachedPage(zones, noon, undefined), zones, noon)
  for (const body of [gzipBody(parts), plainBody(parts)]) expect(await bytesOf(body)).toHaveLength(body.length)
})

test.each(['gzip', 'python3'])('%s reads one member to its end', async (program) => {
  const zones = zoneIds.map(zoneOf)
  const parts = await partsOf(await writeCachedPage(zones, noon, undefined), zones, noon)
  const argv =
    program === 'gzip'
      ? ['-dc']
      : ['-c', 'import gzip, sys; sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))']
  const { stdout, stderr } = spawnSync(program, argv, { input: await bytesOf(gzipBody(parts)), maxBuffer: 1e8 })
  expect(String(stderr)).toBe('')
  expect(stdout.toString()).toBe(await textOf(parts))
})
