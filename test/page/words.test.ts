import { describe, expect, test } from 'vitest'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'
import { contentSecurityPolicy } from '../../src/page/document.ts'
import { contentSecurityPolicyOf } from '../../src/page/security-policy.ts'
import type { CredentialFacts, DaemonFacts } from '../../src/report/daemon-facts.ts'
import { quietDaemon } from './support/facts.ts'
import { day, hostname, manifold, noon, shop, snapshotOf, watched } from './support/fleet.ts'
import { fleet, items, page, rows, words } from './support/words.ts'

const daemonItems = (changed: Partial<DaemonFacts>) => items(page(fleet, '', changed), '<dl>\n<div><dt>Watches', 'div')

test('each row says the state, until when, what, where, who uses it, when it was seen, and what to do', () => {
  const said = rows(page(fleet)).map(([state, left, what, zone, use, , seen]) => [state, left, what, zone, use, seen])
  expect(said).toEqual([
    ['Expired', '3d ago 2026-11-20', 'ended', 'shop.example', 'www.shop.example', '3 minutes ago'],
    ['No certificate', '–', 'bare.shop.example', 'shop.example', 'presents none', '3 minutes ago'],
    ['No certificate', '–', 'off.shop.example', 'shop.example', 'presents none', '3 minutes ago'],
    ['Critical', '8d 2026-12-01', 'ends-next-week', 'shop.example', 'not known', '3 minutes ago'],
    ['Timed out', '200d 2027-06-11', 'timed-out', 'shop.example', 'not known', '3 minutes ago'],
    ['Stale', '120d 2027-03-23', 'not-reached', 'api.example', 'not known', 'as of 2026-11-21'],
    ['Warning', '25d 2026-12-18', 'ends-next-month', 'shop.example', 'not known', '3 minutes ago'],
    ['Mismatch', '200d 2027-06-11', 'other-serial', 'shop.example', 'not known', '3 minutes ago'],
    ['Problem', '200d 2027-06-11', 'server-only', 'shop.example', 'not known', '3 minutes ago'],
    ['Unknown', '–', 'lost.shop.example', 'shop.example', 'not known', 'never'],
    ['Unknown', '–', 'wrong-id', 'api.example', 'not known', 'never'],
    ['Unused', '40d ago 2026-10-14', 'ended-and-unused', 'shop.example', 'by nobody', '3 minutes ago'],
    ['OK', '240d 2027-07-21', 'payments-api', 'shop.example', 'pay.shop.example', '3 minutes ago'],
    ['OK', '–', 'list of the hostname store', 'shop.example', '–', 'as of 11:57 UTC'],
    ['OK', '–', 'pay.shop.example', 'shop.example', 'not known', '3 minutes ago'],
  ])
})

test('each column has a heading, and the cells below it belong to it', () => {
  const [, head = '', body = ''] =
    /<table class="list">[\s\S]*?<thead>(.*)<\/thead>\n<tbody>\n([\s\S]*?)<\/tr>/.exec(page(fleet)) ?? []
  expect(words(head)).toBe('State▲Left↕What↕Zone↕In use90 daysLast seen↕What to do')
  const columns = (cells: string) => [...cells.matchAll(/<t[hd][^>]* class="(c-\w+)/g)].map(([, column]) => column)
  expect(columns(head)).toHaveLength(8)
  expect(columns(body)).toEqual(columns(head))
})

// The stylesheet dims the class `zero`, and hides it on a phone.
test('the number of a state that nothing is in is told from the others', () => {
  const expiredOf = (text: string) => /id="total-expired"[^>]* class="([^"]*)"/.exec(text)?.[1]
  expect(expiredOf(page(snapshotOf([])))).toBe('zero')
  expect(expiredOf(page(fleet))).toBe('v-critical v-expired')
})

test('each state has its number, and the common ones have it where it is zero, too', () => {
  const numbers = (text: string) => items(text.replace('</ul></nav>', '</ol>'), '<nav class="totals"', 'li')
  expect(numbers(page(fleet))).toEqual([
    ...['15 All', '1 Expired', '2 No certificate', '1 Critical', '1 Timed out', '1 Stale', '2 Unknown', '1 Warning'],
    ...['1 Mismatch', '1 Problem', '1 Unused', '3 OK'],
  ])
  expect(numbers(page(snapshotOf([])))).toEqual(['0 All', '0 Expired', '0 Critical', '0 Unknown', '0 Warning', '0 OK'])
})

test('a hostname links to the certificate that is presented for it', () => {
  const presenting = (presents: string) => {
    const hostnames = new Map([
      ['a.example', { ...hostname('a.example', { state: 'enabled', certificateId: 'x', status: 'active' }), presents }],
    ])
    return page(snapshotOf(manifold, { hostnames }))
  }
  const key = `hostname/${shop}/5e4f1c2a-7b3d-4e60-9a8c-000000000001`
  expect(presenting(key)).toContain(`presents <a href="?open=${key}#details" data-live>payments-api</a>`)
  expect(presenting('hostname/x/y')).toContain('one that is not watched')
})

test('the coming year has a column a month, with a bar that says how urgent the ends are', () => {
  const text = page(fleet)
  expect(items(text, '<nav class="year"', 'li')).toEqual([
    ...['Nov 2026', '2Dec 2026', '’27 Jan', 'Feb 2027', '1Mar 2027', 'Apr 2027', 'May 2027', '3Jun 2027'],
    ...['1Jul 2027', 'Aug 2027', 'Sep 2027', 'Oct 2027'],
  ])
  const [, december = ''] = /id="month-2026-12"[\s\S]*?<svg[^>]*>(.*?)<\/svg>/.exec(text) ?? []
  expect(
    [...december.matchAll(/class="(\w+)" width="20" y="([\d.]+)" height="([\d.]+)"/g)].map((bar) => bar.slice(1)),
  ).toEqual([
    ['critical', '16', '8'],
    ['warning', '8', '8'],
  ])
})

describe('the daemon tells', () => {
  const [credential] = quietDaemon.credentials
  const told = (changed: Partial<CredentialFacts>) =>
    daemonItems({ credentials: credential ? [{ ...credential, ...changed }] : [] }).find((item) =>
      item.startsWith('Credential'),
    )

  test('of itself', () => {
    expect(daemonItems({})).toEqual([
      'Watches: 10 certificates, 4 hostnames, 1 zone by listing them',
      'Schedule: @hourly (UTC), at the longest every 60 minutes',
      'Last cycle: 3 minutes ago, took 12.3 s',
      'Next cycle: in 50 minutes, 2026-11-23 12:50 UTC',
      'Credential default: token, valid, ends in 90 days (2027-02-21 12:00 UTC); at most 600 requests in 5 minutes, Cloudflare says 1130 are left',
      'Configuration: config/config.yaml, hash 1234567890ab, loaded 2 hours ago',
      'State: none was restored at the start',
      'Version: 1.2.3, revision abcdef0, Node.js v24.21.0, started 2 hours ago',
    ])
  })

  test('of accounts and CA files, of a shard, and of what it has restored', () => {
    const watched = { certificates: 3, hostnames: 2, zones: 4, accounts: 5, bundles: 6 }
    const changed = { watched, shard: { index: 1, total: 3 }, stateWrittenAt: noon - 2 * day, lastCycle: undefined }
    expect(daemonItems(changed)).toEqual(
      expect.arrayContaining([
        'Watches: 3 certificates, 2 hostnames, 4 zones and 5 accounts by listing them, CA files: 6',
        'Last cycle: none has ended yet',
        'State: restored at the start, written 2 days ago',
        'Shard: 1 of 3',
      ]),
    )
    expect(daemonItems({ shard: { index: 0, total: 2 } })).toContain('Shard: 0 of 2')
    const one = { certificates: 1, hostnames: 1, zones: 0, accounts: 1, bundles: 0 }
    expect(daemonItems({ watched: one })).toContain(
      'Watches: 1 certificate, 1 hostname, 0 zones and 1 account by listing them',
    )
    const config = { ...quietDaemon.config, hash: 0xabc, reloadSuccessful: false }
    expect(daemonItems({ config })).toContain(
      'Configuration: config/config.yaml, hash 000000000abc, loaded 2 hours ago; the last attempt to load it failed',
    )
  })

  test.each<[Partial<CredentialFacts>, string]>([
    [
      { expiresOn: undefined },
      'token, valid, no end is set; at most 600 requests in 5 minutes, Cloudflare says 1130 are left',
    ],
    [
      { expiresOn: noon - day, valid: false },
      'token, refused, ended 24 hours ago (2026-11-22 12:00 UTC); at most 600 requests in 5 minutes, Cloudflare says 1130 are left',
    ],
    [
      { expiresOn: undefined, valid: undefined, remaining: undefined },
      'token, not verified yet; at most 600 requests in 5 minutes',
    ],
    [
      { kind: 'key', valid: false, expiresOn: undefined, remaining: undefined },
      'e-mail and key, refused; at most 600 requests in 5 minutes',
    ],
    [
      { kind: 'key', valid: true, expiresOn: undefined, remaining: 0 },
      'e-mail and key; at most 600 requests in 5 minutes, Cloudflare says 0 are left',
    ],
    [{ unreadable: 'token_file: x does not exist' }, 'token_file: x does not exist'],
    [
      { remaining: undefined, heldBack: { cause: 'outage', reason: 'timeout', detail: 'slow', nextAttempt: noon - 5 } },
      'token, valid, ends in 90 days (2027-02-21 12:00 UTC); at most 600 requests in 5 minutes; held back: timeout, next attempt just now',
    ],
  ])('of a credential with %j', (changed, said) => {
    expect(told(changed)).toBe(`Credential default: ${said}`)
  })
})

describe('an opened row says of', () => {
  const opened = (key: string, snapshot = fleet) => {
    const [, detail = ''] = /<tr class="detail">([\s\S]*?)<\/tr>/.exec(page(snapshot, `open=${key}`)) ?? []
    return [...items(detail, '<dl>', 'div')]
  }

  test('a list how much is in it, and where', () => {
    expect(opened(`lists/${shop}/hostname`)).toEqual([
      'Certificates in it: 0',
      'The zone’s own store: whether it is on is not known, read never',
      'Last seen: 3 minutes ago, last asked for 3 minutes ago',
      'Last error: timeout: no whole answer came in time. slow Next attempt at the latest in 50 minutes.',
      `Zone: shop.example ${shop}`,
      'Credential: default',
      `As JSON: api/v1/zones?zone=${shop}`,
    ])
  })

  test('a hostname its association', () => {
    expect(opened(`hostnames/${shop}/off.shop.example`).slice(0, 4)).toEqual([
      'Association: disabled: switched off: nothing is presented, even if the zone’s own store is on',
      'Assigned certificate: x',
      'The zone’s own store: whether it is on is not known',
      'Labels: team=payments',
    ])
    expect(opened(`hostnames/${shop}/lost.shop.example`).slice(0, 2)).toEqual([
      'Association: not known',
      'Assigned certificate: none',
    ])
  })

  test.each<[Partial<WatchedCertificate['use']>, string]>([
    [{ inUse: undefined }, 'Nothing is wrong. Whether Cloudflare presents it is not known.'],
    [{ inUse: true }, 'Nothing is wrong. Cloudflare presents it.'],
    [{ inUse: true, hostnames: ['a'] }, 'Nothing is wrong. Cloudflare presents it for one watched hostname.'],
    [{ inUse: true, hostnames: ['a', 'b'] }, 'Nothing is wrong. Cloudflare presents it for 2 watched hostnames.'],
  ])('a certificate with the use %j who presents it', (use, said) => {
    const certificate = watched({ number: 1, name: 'x', use })
    const text = page(snapshotOf([certificate]), `open=hostname/${shop}/${certificate.entry.certificateId}`)
    expect(words(/<p class="verdict">(.*?)<\/p>/.exec(text)?.[1] ?? '')).toBe(said)
  })
})

test('of a name that is too long the row and its details say how long it is', () => {
  const placeName = 'z'.repeat(513)
  const certificate = watched({ number: 1, name: 'n'.repeat(121), entry: { placeName } })
  const text = page(snapshotOf([certificate]), `open=hostname/${shop}/${certificate.entry.certificateId}`)
  expect(rows(text)[0]?.slice(2, 4)).toEqual([
    `${'n'.repeat(120)}… (121 characters)`,
    `${'z'.repeat(120)}… (513 characters)`,
  ])
  expect(text).toContain(`${'z'.repeat(512)}… (513 characters)`)
})

test('a page may load nothing, run only its own script, and stand in no frame', () => {
  const hash = /^'sha256-[\w+/]{43}='$/
  const policy = contentSecurityPolicyOf({ style: 'a', script: 'b' }).split('; ')
  expect(policy.map((each) => each.split(' '))).toEqual([
    ['default-src', "'none'"],
    ['style-src', expect.stringMatching(hash)],
    ['script-src', expect.stringMatching(hash)],
    ['connect-src', "'self'"],
    ['img-src', 'data:'],
    ['form-action', "'self'"],
    ['frame-ancestors', "'none'"],
    ['base-uri', "'none'"],
  ])
  expect(contentSecurityPolicyOf({ style: 'a' })).not.toContain('script-src')
})

test('the style and the script of the page are those that its policy allows', () => {
  const text = page(fleet)
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(text) ?? []
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(text) ?? []
  expect(contentSecurityPolicy).toBe(contentSecurityPolicyOf({ style, script }))
})
