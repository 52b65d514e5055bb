import { globSync } from 'node:fs'
import { basename } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReadHistory, Snapshot, WatchedZone, ZoneSwitch } from '../../src/inventory/snapshot.ts'
import { stateSentenceOf } from '../../src/judgement/words.ts'
import { type CertificateKind, certificateKinds, kinds, reachesOrigins } from '../../src/kinds/kinds.ts'
import { usageSentence } from '../../src/page/certificate-detail.ts'
import { adviceOn } from '../../src/report/advice/advice.ts'
import { furtherRemarks } from '../../src/report/advice/certificate-advice.ts'
import { causesOf, isCausedBy } from '../../src/report/causes.ts'
import { isCertificate } from '../../src/report/judged-thing.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { capitalised } from '../../src/report/words.ts'
import { fleets, judgedAt } from '../judgement/support/fleets.ts'
import { judgedFacts } from '../judgement/support/severities.ts'
import { day, hostname, noon, snapshotOf, store, watched, working } from '../page/support/fleet.ts'

const runbooks = globSync('docs/runbooks/*.md').map((path) => basename(path, '.md'))

test('every sentence is one, and what pages has an action and a runbook', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      for (const thing of judgedThings(judgedFacts(fleet, 1), judgedAt)) {
        const { sentence, action, runbook } = adviceOn(thing)
        expect(sentence, thing.key).toMatch(/^[A-Z].*\.$/)
        expect(sentence).not.toMatch(/undefined|null|NaN/)
        if (thing.severity !== 'ok') {
          expect(action, thing.key).toMatch(/^[A-Z].{5,}[^.]$/)
          expect(runbooks, thing.key).toContain(runbook)
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('where use is not known, no text claims that Cloudflare presents the certificate', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      for (const thing of judgedThings(judgedFacts(fleet, 1), judgedAt).filter(isCertificate)) {
        if (thing.certificate.use.inUse !== undefined) continue
        const texts = [adviceOn(thing).sentence, usageSentence(thing), ...furtherRemarks(thing)].join(' ')
        expect(texts.replaceAll('Whether Cloudflare presents it is not known', '')).not.toMatch(
          /presents it|presented for/,
        )
      }
    }),
    { numRuns: 200 },
  )
})

test('a status is remarked only where it matters', () => {
  const statusRemarks = (kind: CertificateKind, status: string) => {
    const certificate = watched({ number: 1, name: 'x', daysLeft: 10, entry: { kind }, record: { status } })
    const [thing] = judgedThings({ snapshot: snapshotOf([certificate]), credentials: [], daemon: undefined }, noon)
    return thing && isCertificate(thing) ? furtherRemarks(thing).filter((remark) => remark.includes('status')) : []
  }
  for (const kind of certificateKinds)
    for (const [status, statusClass] of Object.entries(kinds[kind].statuses)) {
      const expected = statusClass === 'fine' ? [] : [`its status is ${status}`]
      // Where the state is about the status, its sentence says it.
      expect([expected, []], `${kind} ${status}`).toContainEqual(statusRemarks(kind, status))
    }
  expect(statusRemarks('custom_certificate', 'pending')).toEqual(['its status is pending'])
  expect(statusRemarks('gateway_certificate', 'available')).toEqual([])
})

test('nothing is said of origins and client certificates where a kind is none', () => {
  const others = certificateKinds.filter((kind) => !reachesOrigins(kind))
  for (const kind of others)
    for (const inUse of [true, false, undefined])
      for (const change of [
        { daysLeft: -3 },
        { daysLeft: 3 },
        { facts: { notBefore: noon + day, problems: ['not_a_ca'] } },
        { facts: { problems: ['weak_key'] } },
        { record: { status: 'initializing' } },
      ] as const) {
        const certificate = watched({ number: 1, name: 'x', ...change, entry: { kind }, use: { inUse } })
        const [thing] = judgedThings({ snapshot: snapshotOf([certificate]), credentials: [], daemon: undefined }, noon)
        if (!thing || !isCertificate(thing)) throw new Error('a certificate was watched')
        const texts = [adviceOn(thing).sentence, usageSentence(thing), stateSentenceOf(thing.state, kind)].join(' ')
        // What the kind itself says of what breaks may name origins and clients.
        expect(
          texts.replaceAll(kinds[kind].words.breaks, '').replaceAll(capitalised(kinds[kind].words.breaks), ''),
          kind,
        ).not.toMatch(/client certificate|origin|presents|presented/i)
      }
})

describe('a hostname for which nothing is presented', () => {
  const zoneSwitch = (enabled: boolean | undefined, reading = working): ZoneSwitch => ({
    isFresh: enabled !== undefined,
    labels: {},
    enabled,
    reading,
  })
  const said = (state: 'disabled' | 'voided' | 'none', own: WatchedZone['zoneSwitch']) => {
    const assigned = watched({ number: 7, name: 'the-new-one' })
    const certificateId = state === 'none' ? undefined : assigned.entry.certificateId
    const hostnames = new Map([['a.example', hostname('a.example', { state, certificateId, status: 'active' })]])
    const snapshot = snapshotOf([assigned], { hostnames, zoneSwitch: own })
    const [thing] = judgedThings({ snapshot, credentials: [], daemon: undefined }, noon)
    return thing && adviceOn(thing).sentence
  }
  const failure = { reason: 'permission', detail: '' } as const
  const refused: ReadHistory = { lastCheck: noon, lastSuccess: undefined, failure }

  test.each([
    ['none', zoneSwitch(false), "it has no association, and the zone's own store is off"],
    ['voided', zoneSwitch(false), "its association with the-new-one was voided, and the zone's own store is off"],
    [
      'voided',
      zoneSwitch(undefined),
      "its association with the-new-one was voided, and the zone's own store is not known to be on",
    ],
    [
      'none',
      zoneSwitch(undefined, refused),
      "it has no association, and the zone's own store is not known to be on (the credential lacks",
    ],
    ['disabled', zoneSwitch(true), 'its association with the-new-one is off'],
  ] as const)('%s', (state, own, why) => {
    expect(said(state, own)).toContain(`No client certificate is presented for a.example: ${why}`)
  })
})

test('a cause that several things share is said once; what lies in a thing stays with it', () => {
  const failure = (reason: 'server_error' | 'not_found') => ({ failure: { reason, detail: 'x' } }) as const
  const snapshot: Snapshot = snapshotOf(
    [
      watched({ number: 1, name: 'a', check: failure('server_error') }),
      watched({ number: 2, name: 'b', check: failure('server_error') }),
      watched({ number: 3, name: 'c', check: failure('not_found') }),
      watched({ number: 4, name: 'd', check: failure('not_found') }),
    ],
    { stores: store({ lastCheck: noon, lastSuccess: noon - 60, ...failure('server_error') }) },
  )
  const things = judgedThings({ snapshot, credentials: [], daemon: undefined }, noon)
  const causes = causesOf(things)
  expect(causes).toMatchObject([{ credentials: 'default', reason: 'server_error', count: 3 }])
  const explained = things.filter((thing) => isCausedBy(thing, causes)).map(({ name }) => name)
  expect(explained.toSorted()).toEqual(['a', 'b', 'list of the hostname store'])
})
