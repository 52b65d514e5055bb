import { describe, expect, test } from 'vitest'
import { drillCertificate } from '../../src/daemon/drill.ts'
import type { Change } from '../../src/history/model.ts'
import type { DisplayedCertificate } from '../../src/inventory/displayed-certificate.ts'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import type { CertificateKind } from '../../src/kinds/kinds.ts'
import { usageSentence } from '../../src/page/certificate-detail.ts'
import { domain, nameOf } from '../../src/page/html.ts'
import { rowOf } from '../../src/page/row.ts'
import { usageCell } from '../../src/page/usage-cell.ts'
import { factsOf } from './support/facts.ts'
import { day, noon, shop, snapshotOf, watched } from './support/fleet.ts'
import { judged } from './support/judged.ts'
import { items, page, words } from './support/words.ts'

function opened(certificate: WatchedCertificate): string {
  const text = page(snapshotOf([certificate]), `open=${keyOf(certificate.entry)}`)
  return text.slice(text.indexOf('<tr class="detail">'))
}

const chain = [{ subject: 'CN=CA', notAfter: noon + 10 * day }]

test('an opened certificate says everything that is known of it', () => {
  const failure = { reason: 'server_error', detail: 'boom', status: 500, code: 7 } as const
  const certificate = watched({
    ...{ number: 1, name: 'x', daysLeft: 20, use: { hostnames: ['a.example', 'b.example'], inUse: true } },
    ...{ facts: { chain, chainNotAfter: noon + 10 * day }, check: { failure } },
  })
  const text = opened(certificate)
  expect(items(text, '<dl>', 'div')).toEqual([
    'Hostnames: a.exampleb.example',
    'In use: yes',
    'Last seen: 3 minutes ago, last asked for 3 minutes ago; too long is 6 hours',
    "Last error: server_error: Cloudflare's API has a fault. boom (HTTP 500, code 7) Next attempt at the latest in 50 minutes.",
    'Chain: CN=x ends in 20 days, on 2026-12-13 12:00 UTCCN=CA ends in 10 days, on 2026-12-03 12:00 UTC: before the certificate itself',
    'Status: active since 2026-11-14 12:00 UTC',
    'Thresholds: warning 30 days, critical 14 days before the end',
    'Labels: team=payments',
    'Credential: default',
    `Zone: shop.example ${shop}`,
    `Certificate id: ${certificate.entry.certificateId} in the hostname store`,
    'As JSON: this certificate',
  ])
  expect(text).toContain(`href="api/v1/certificates/hostname/${shop}/${certificate.entry.certificateId}"`)
})

test.each([
  [chain, ['What the API says', 'What the certificate says', 'What its whole chain says']],
  [[], ['What the API says', 'What the certificate says']],
])('the lines to check by hand are there, that for the chain where there is one: %j', (each, expected) => {
  const text = opened(watched({ number: 1, name: 'x', facts: { chain: each } }))
  expect([...text.matchAll(/<p>([^<]*):<\/p><pre/g)].map(([, what]) => what)).toEqual(expected)
})

describe('of what Cloudflare does not know', () => {
  const alone = (certificate: DisplayedCertificate | undefined) => {
    if (!certificate) throw new Error('there is none')
    const facts = factsOf(snapshotOf([]), `open=${keyOf(certificate.entry)}`, {}, noon, [certificate])
    return facts.things.map((thing) => rowOf(thing, facts, 8).text).join('')
  }

  test('a drill says so', () => {
    expect(alone(drillCertificate(noon - 60, noon))).toContain(
      'This certificate is a drill. Cloudflare does not know it.',
    )
  })

  test('a certificate of a CA file says nothing of use and credential', () => {
    const { entry, ...certificate } = watched({ number: 1, name: 'CN=root' })
    const text = alone({
      ...certificate,
      entry: { ...entry, kind: 'bundle', scopeId: 'origins', placeName: '/etc/ca.pem' },
    })
    expect(text).toContain('This certificate is in a CA file. Cloudflare does not know it.')
    expect(items(text, '<dl>', 'div')).toEqual([
      'Last seen: 3 minutes ago, last asked for 3 minutes ago; too long is 6 hours',
      'Status: active since 2026-11-14 12:00 UTC',
      'Thresholds: warning 30 days, critical 14 days before the end',
      'Labels: team=payments',
      'CA file: /etc/ca.pem origins',
      `Certificate id: ${entry.certificateId} in the bundle origins`,
      'As JSON: this certificate',
    ])
  })
})

test('a click on a name opens its row, and another one closes it', () => {
  const certificate = watched({ number: 1, name: 'x' })
  const key = keyOf(certificate.entry)
  const opener = (address: string) =>
    /<a class="opener" href="([^"]*)" id="[\w-]{10}" aria-expanded="(\w+)"/
      .exec(page(snapshotOf([certificate]), address))
      ?.slice(1)
  expect(opener('q=x')).toEqual([`?q=x&amp;open=${key}#details`, 'false'])
  expect(opener(`q=x&open=${key}`)).toEqual(['?q=x', 'true'])
})

test.each([
  [50, 50, ''],
  [51, 51, 'and 1 more'],
])('of %i hostnames there are fifty, and how many more', (count, lines, more) => {
  const hostnames = Array.from({ length: count }, (_, i) => `h${i}.example`)
  const [, list = ''] =
    /<dt>Hostnames<\/dt><dd><ul>(.*?)<\/ul>/.exec(opened(watched({ number: 1, name: 'x', use: { hostnames } }))) ?? []
  expect(list.match(/<li/g)).toHaveLength(lines)
  expect(/<li class="none">(.*?)</.exec(list)?.[1] ?? '').toBe(more)
})

test('a name is cut after 120 characters', () => {
  expect(nameOf('n'.repeat(120)).text).toBe(`<bdi>${'n'.repeat(120)}</bdi>`)
  expect(nameOf('n'.repeat(121)).text).toBe(`<bdi>${'n'.repeat(120)}… (121 characters)</bdi>`)
  expect(domain(`${'n'.repeat(118)}.x`).text).toBe(`<bdi>${'n'.repeat(118)}.<wbr>x</bdi>`)
  expect(domain(`${'n'.repeat(118)}.xy`).text).toBe(`<bdi>${'n'.repeat(118)}.<wbr>x… (121 characters)</bdi>`)
})

describe('who uses it', () => {
  const said = (kind: CertificateKind, use: Partial<WatchedCertificate['use']>) => {
    const thing = judged(watched({ number: 1, name: 'x', entry: { kind }, use }))
    return [usageSentence(thing).trim(), words(usageCell(thing, factsOf(snapshotOf([]))).text)]
  }

  test.each<[CertificateKind, readonly (readonly [string, string])[]]>([
    [
      'zone',
      [
        ['Whether Cloudflare presents it is not known.', 'not known'],
        ['', 'by nobody'],
        ['Cloudflare presents it.', 'the whole zone'],
        ['Cloudflare presents it for one watched hostname.', 'a'],
        ['Cloudflare presents it for 2 watched hostnames.', '2 hostnames: a'],
      ],
    ],
    [
      'custom_certificate',
      [
        ['Nothing is known that takes its place when it ends.', 'not known'],
        ['Another one takes its place when it ends.', 'by nobody'],
        ['Nothing is known that takes its place when it ends.', 'yes'],
        ['Nothing is known that takes its place when it ends.', 'a'],
        ['Nothing is known that takes its place when it ends.', '2 hostnames: a'],
      ],
    ],
    [
      'mtls_certificate',
      [
        ['Whether something uses it is not known.', 'not known'],
        ['Nothing uses it.', 'by nobody'],
        ['It is in use.', 'a service of Cloudflare'],
        ['It is in use for one hostname.', 'a'],
        ['It is in use for 2 hostnames.', '2 hostnames: a'],
      ],
    ],
  ])('of a %s', (kind, expected) => {
    const uses = [
      { inUse: undefined },
      { inUse: false },
      { inUse: true },
      { inUse: true, hostnames: ['a'] },
      { inUse: true, hostnames: ['a', 'b'] },
    ]
    expect(uses.map((use) => said(kind, use))).toEqual(expected)
  })
})

test.each([
  [12, 12, undefined],
  [13, 12, 'and 1 before, which the JSON has'],
])('of %i changes the last twelve are told', (count, told, more) => {
  const changes = Array.from(
    { length: count },
    (_, i): Change => ({ at: noon - (count - i) * day, word: i % 2 === 0 ? 'ok' : 'warning' }),
  )
  const certificate = watched({ number: 1, name: 'x' })
  const facts = { ...factsOf(snapshotOf([certificate]), `open=${keyOf(certificate.entry)}`), history: () => changes }
  const text = facts.things.map((thing) => rowOf(thing, facts, 8).text).join('')
  const [, list = ''] = /<ol class="changes">(.*?)<\/ol>/.exec(text) ?? []
  expect(list.match(/<li>/g)).toHaveLength(told)
  expect(/<li class="none">(.*?)</.exec(list)?.[1]).toBe(more)
})
