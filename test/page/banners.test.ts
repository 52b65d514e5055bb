import { expect, test } from 'vitest'
import type { WatchedAccount, WatchedPlace, WatchedZone } from '../../src/inventory/snapshot.ts'
import { banners } from '../../src/page/banners.ts'
import type { CredentialFacts } from '../../src/report/daemon-facts.ts'
import { factsOf, quietDaemon } from './support/facts.ts'
import { day, manifold, noon, snapshotOf, store, watched, working } from './support/fleet.ts'
import { page, words } from './support/words.ts'

const fine = snapshotOf([watched({ number: 1, name: 'x' })])
const said = (snapshot = fine, changed: Partial<CredentialFacts> = {}) => {
  const credentials = quietDaemon.credentials.map((credential) => ({ ...credential, ...changed }))
  return banners(factsOf(snapshot, '', { credentials })).map(({ text }) => words(text))
}
const unlisted = (failure: WatchedZone['zoneSwitch']['reading']['failure']): WatchedZone['stores'] =>
  new Map(
    [...store({ ...working, lastSuccess: undefined, failure })].map(([kind, each]) => [
      kind,
      { ...each, listed: undefined },
    ]),
  )

test.each<[Partial<CredentialFacts>, readonly string[]]>([
  [{}, []],
  [
    { heldBack: { cause: 'refused', reason: 'permission', detail: 'HTTP 403', nextAttempt: noon + 60 } },
    [
      'Cloudflare may refuse a credential. All that was last asked for with default was refused (HTTP 403). What stands below is what was last known. Next attempt in 60 seconds.',
    ],
  ],
  [
    { heldBack: { cause: 'outage', reason: 'timeout', detail: 'slow', nextAttempt: noon - 60 } },
    [
      'Cloudflare cannot be reached. Credential default: no whole answer came in time (timeout: slow). What stands below is what was last known. Next attempt just now.',
    ],
  ],
  [
    { valid: false },
    [
      'Cloudflare refuses a credential. Cloudflare refuses credential default: nothing that is asked for with it is seen any more. Renew default.',
    ],
  ],
  [
    { valid: false, heldBack: { cause: 'outage', reason: 'timeout', detail: 'slow', nextAttempt: noon + 60 } },
    [
      'Cloudflare cannot be reached. Credential default: no whole answer came in time (timeout: slow). What stands below is what was last known. Next attempt in 60 seconds.',
    ],
  ],
  [
    { kind: 'key', valid: false },
    [
      'Cloudflare refuses a credential. Cloudflare refuses credential default: nothing that is asked for with it is seen any more. Renew default. Cloudflare cannot verify a key. Every request with it has failed, twice in a row.',
    ],
  ],
  [
    { valid: false, isUnverifiable: true },
    [
      'Cloudflare refuses a credential. Cloudflare refuses credential default: nothing that is asked for with it is seen any more. Renew default. The token could not be verified: where it belongs to an account, set account_id beside it.',
    ],
  ],
  [
    { unreadable: 'token_file: f does not exist' },
    [
      'A credential cannot be read. Credential default cannot be read, so no request is sent with it: token_file: f does not exist. Put the credential’s file right. What stands below is what was last known.',
    ],
  ],
  [
    { expiresOn: noon + 3 * day },
    ['A token ends soon. The token default ends on 2026-11-26 12:00 UTC. Renew default.'],
  ],
  [{ expiresOn: noon - day }, ['A token has ended. The token default ended on 2026-11-22 12:00 UTC. Renew default.']],
])('a credential with %j has its banner', (changed, expected) => {
  expect(said(fine, changed)).toEqual(expected)
})

test('what was never listed is told, and every number is the least then', () => {
  const failed = snapshotOf(manifold, { stores: unlisted({ reason: 'timeout', detail: 'slow' }) })
  expect(said(failed)[0]).toBe(
    '1 of 2 zones has never been listed. Certificates in shop.example are not on this page. timeout: no whole answer came in time.',
  )
  expect(words(/<p class="count">[\s\S]*?<\/p>/.exec(page(failed))?.[0] ?? '')).toMatch(/^at least 11 in all /)
  expect(words(/<nav class="totals"[\s\S]*?<\/nav>/.exec(page(failed))?.[0] ?? '')).toMatch(/^at least 11 All /)
})

test('while nothing was asked for yet, it says so', () => {
  const unasked = watched({
    number: 1,
    name: 'x',
    isUnknown: true,
    check: { lastCheck: undefined, lastSuccess: undefined },
  })
  expect(said(snapshotOf([unasked]))).toEqual([
    'The first cycle is under way. 1 of 1 certificates, hostnames and lists have not been asked for yet.',
  ])
})

test('a credential whose zones were never listed is told by its name, a long one cut', () => {
  const { entry } = watched({ number: 1, name: 'x' })
  const reading = { lastCheck: noon, lastSuccess: undefined, failure: { reason: 'timeout', detail: 'slow' } } as const
  const discovery = { entry: { ...entry, kinds: [], include: undefined, exclude: [] }, listed: undefined, reading }
  const [told] = said({ ...fine, discoveries: new Map([['c'.repeat(61), discovery]]) })
  expect(told).toBe(
    `The zones that credential ${'c'.repeat(60)}… (61 characters) can see have never been listed. What is in them is not on this page. timeout: no whole answer came in time.`,
  )
})

test.each([
  [2, 2, 'bad'],
  [2, 3, 'warn'],
])('%i readings that fail for one reason, and %i that do not, are one banner: %s', (failing, fine, level) => {
  const failed = { failure: { reason: 'timeout', detail: 'slow' } } as const
  const certificates = Array.from({ length: failing + fine }, (_, i) =>
    watched({ number: i + 1, name: `n${i}`, check: i < failing ? failed : {} }),
  )
  const [told] = banners(factsOf(snapshotOf(certificates)))
  expect(told?.text).toContain(`<div class="banner ${level}">`)
  expect(words(told?.text ?? '')).toBe(
    `2 of ${failing + fine} readings with credential default failed for the same reason. timeout: no whole answer came in time (slow). What stands below is what was last known of them. Wait: it is asked for again.`,
  )
})

test('of many zones that were never listed twelve are named', () => {
  const ids = Array.from({ length: 13 }, (_, i) => i.toString(16).repeat(32))
  const all = snapshotOf(
    ids.map((scopeId, i) => watched({ number: i + 1, name: 'x', entry: { scopeId, placeName: `z${i}.example` } })),
  )
  const stores = unlisted({ reason: 'timeout', detail: 'slow' })
  const places = new Map([...all.places].map(([key, place]) => [key, { ...place, stores }]))
  expect(said({ ...all, places })[0]).toMatch(
    /^13 of 13 zones have never been listed\. Certificates in z0\.example, .*, z11\.example and 1 more are not on this page\./,
  )
})

test('an account that was never listed is told beside the zones', () => {
  const stores = unlisted({ reason: 'permission', detail: 'HTTP 403' })
  const account: WatchedAccount = {
    scope: 'account',
    scopeId: 'a'.repeat(32),
    name: 'Example BV',
    certificates: new Map(),
    stores,
  }
  const places = new Map<string, WatchedPlace>([...fine.places, ['account/a', account]])
  const [told] = said({ ...fine, places })
  expect(told).toMatch(
    /^1 of 2 zones and accounts has never been listed\. Certificates in Example BV are not on this page\./,
  )
})
