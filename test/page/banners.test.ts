import { expect, test } from 'vitest'
import type { WatchedZone } from '../../src/inventory/snapshot.ts'
import { banners } from '../../src/page/banners.ts'
import type { CredentialFacts } from '../../src/report/daemon-facts.ts'
import { factsOf, quietDaemon } from './support/facts.ts'
import { manifold, noon, snapshotOf, store, watched, working } from './support/fleet.ts'
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
