import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { drillCertificate } from '../../src/daemon/drill.ts'
import { checkFailureReasons } from '../../src/inventory/check-failure.ts'
import type { DisplayedCertificate } from '../../src/inventory/displayed-certificate.ts'
import { keyOf, type WatchedCertificate } from '../../src/inventory/snapshot.ts'
import { type CertificateKind, certificateKinds } from '../../src/kinds/kinds.ts'
import { banners } from '../../src/page/banners.ts'
import { commandsFor } from '../../src/page/commands.ts'
import { html, shortened } from '../../src/page/html.ts'
import { withWholeKey } from '../../src/page/open-key.ts'
import { overview } from '../../src/page/overview.ts'
import { linkTo, plainQuery, readPageQuery } from '../../src/page/query.ts'
import { rowOf } from '../../src/page/row.ts'
import { ago } from '../../src/page/times.ts'
import { adviceOn } from '../../src/report/advice/advice.ts'
import { furtherRemarks } from '../../src/report/advice/certificate-advice.ts'
import { anyCharacter } from '../support/any-character.ts'
import { factsOf } from './support/facts.ts'
import { day, manifold, noon, snapshotOf, watched } from './support/fleet.ts'
import { judged, reported } from './support/judged.ts'

test('no text from outside can be markup, or turn the direction of writing', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const { text: written } = html`<b title="${text}">${text}</b>`
      expect(written.replace(/^<b title="|">|<\/b>$/g, '')).not.toMatch(/[<>"'\u202a-\u202e\u2066-\u2069\0]/)
    }),
  )
  expect(html`${'<&"\'>\u202e\n'}`.text).toBe('&lt;&amp;&quot;&#39;&gt;\u{fffd}\u{fffd}')
  expect(shortened('x'.repeat(100_000), 5)).toBe('xxxxx… (100000 characters)')
})

test.each([
  [undefined, /^$/],
  [{ kind: 'unread' }, /has not been read yet/],
  [{ kind: 'unwritten', detail: 'ENOSPC <full>' }, /cannot be written.*ENOSPC &lt;full&gt;/],
  [{ kind: 'shared', writer: 'other' }, /Another process writes.*This one no longer writes it/],
  [{ kind: 'shared', writer: 'this' }, /Another process writes.*This one goes on writing/],
] as const)('the banner of a state with the trouble %j', (stateTrouble, expected) => {
  const shown = banners(factsOf(snapshotOf([]), '', { stateTrouble }))
  expect(shown.map(({ text }) => text.replaceAll('\n', ' ')).join('')).toMatch(expected)
})

test.each([
  [0, 'just now'],
  [-4, 'just now'],
  [59, '59 seconds ago'],
  [90, '1 minute ago'],
  [-3000, 'in 50 minutes'],
  [7200, '2 hours ago'],
  [86_400, '24 hours ago'],
  [-90 * 86_400, 'in 90 days'],
])('%i seconds are "%s"', (seconds, words) => {
  expect(ago(seconds)).toBe(words)
})

test('the address of a page says all of it, and back', () => {
  const query = {
    state: 'unknown',
    group: 'hostnames',
    zone: 'a&b',
    q: 'ü "x"',
    month: '2027-03',
    sort: 'name',
    descending: true,
    page: 3,
    open: 'hostname/a/b',
    isStill: true,
  } as const
  expect(readPageQuery(new URLSearchParams(linkTo(query)))).toEqual(query)
  expect(linkTo(plainQuery)).toBe('?')
  expect(readPageQuery(new URLSearchParams('state=nonsense&sort=__proto__&page=-1&month=<b>&order=up'))).toEqual(
    plainQuery,
  )
})

describe('the lines to check by hand', () => {
  const { entry } = watched({ number: 1, name: 'x' })
  const base = 'https://api.cloudflare.com/client/v4'

  test('a shell takes the address as one word, whatever an id holds', () => {
    const id = `'; echo owned; $(echo owned) \`echo owned\` "`
    const { curl = '' } = commandsFor({ ...entry, certificateId: id, scopeId: id }, base, 'token') ?? {}
    const script = `curl() { printf '%s\\n' "$#" "$@"; }\n${curl}`
    const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { CLOUDFLARE_API_TOKEN: 'a b' } })
    const id2 = encodeURIComponent(id)
    expect(stdout.split('\n')).toEqual([
      '5',
      '--silent',
      '--show-error',
      '--header',
      'Authorization: Bearer a b',
      `${base}/zones/${id2}/origin_tls_client_auth/hostnames/certificates/${id2}`,
      '',
    ])
  })

  test('they name variables of the credential in use, and there are none for a drill', () => {
    expect(commandsFor(entry, base, 'key')?.curl).toContain('--header "X-Auth-Email: $CLOUDFLARE_EMAIL"')
    expect(commandsFor(entry, base, 'token')?.ofPem?.openssl).toMatch(/ \| jq \S+ \S+ \| openssl x509 -noout .*-dates/)
    expect(commandsFor(entry, base, 'token')?.ofPem?.chain).toMatch(/ \| jq \S+ \S+ \| openssl storeutl .* \| grep /)
    expect(commandsFor({ ...entry, kind: 'zone' }, base, 'token')?.curl).toMatch(/origin_tls_client_auth\/5e4f1c2a/)
    expect(commandsFor({ ...entry, kind: 'drill' }, base, 'token')).toBeUndefined()
  })
})

test('a link that knows only kind and id opens the row of that certificate, and no other link is changed', () => {
  const { things } = factsOf(snapshotOf([watched({ number: 1, name: 'x' }), watched({ number: 2, name: 'y' })]))
  const second = things.find(({ name }) => name === 'y')?.key ?? ''
  const id = second.split('/').at(-1)
  const opened = (open: string | undefined) => withWholeKey({ ...plainQuery, open }, things).open
  expect(opened(`hostname//${id}`)).toBe(second)
  for (const open of [second, `zone//${id}`, 'hostname//', '//', `//${id}`, undefined]) expect(opened(open)).toBe(open)
})

test('a PEM is read from the field that the kind has it in, and not at all where Cloudflare gives none', () => {
  const { entry } = watched({ number: 1, name: 'x' })
  const field = (kind: CertificateKind) => {
    const { ofPem } = commandsFor({ ...entry, kind }, 'https://api.cloudflare.com/client/v4', 'token') ?? {}
    return ofPem && / \| jq --raw-output \.result\.(\w+) \| /.exec(ofPem.openssl)?.[1]
  }
  expect(Object.fromEntries(certificateKinds.map((kind) => [kind, field(kind)]))).toEqual({
    hostname: 'certificate',
    zone: 'certificate',
    custom_trust_store: 'certificate',
    gateway_certificate: 'certificate',
    mtls_certificate: 'certificates',
    custom_certificate: undefined,
    access_certificate: undefined,
  })
})

describe('how fresh the page is', () => {
  const fresh = (certificates: readonly DisplayedCertificate[], now: number) => {
    return overview(factsOf(snapshotOf([]), '', {}, now, certificates)).text
  }
  const drill = drillCertificate(noon - 60, noon)
  const seen = watched({ number: 1, name: 'seen' })

  test('a drill, for which nobody is asked, says nothing of it', () => {
    expect(drill && fresh([drill], noon)).toContain('Nothing has been read from Cloudflare yet.')
    expect(drill && fresh([drill, seen], noon)).toMatch(/As of <time[^>]*>3 minutes ago</)
  })

  test('what was seen before the clock was set back was not seen in the last cycle', () => {
    expect(fresh([seen], noon - 3000)).not.toContain('in the last cycle')
    expect(fresh([seen], noon - 9000)).toContain('1 of 1 certificates were not read in the last cycle')
  })
})

test('an opened row shows the chain, each certificate of it with its end', () => {
  const chain = [
    { subject: 'CN=Lower <CA>', notAfter: noon + 24 * day },
    { subject: 'CN=Upper CA', notAfter: noon - 3 * day },
  ]
  const opened = (certificate: WatchedCertificate) => {
    const facts = factsOf(snapshotOf([certificate]), `open=${keyOf(certificate.entry)}`)
    return facts.things.map((thing) => rowOf(thing, facts, 7).text).join('')
  }
  const text = opened(watched({ number: 1, name: 'x', facts: { chain } })).replaceAll(/<\/?time[^>]*>/g, '')
  expect(text).toContain('<li><bdi>CN=Lower &lt;CA&gt;</bdi> ends in 24 days, on 2026-12-17 12:00 UTC</li>')
  expect(text).toContain('<li><bdi>CN=Upper CA</bdi> ended 3 days ago, on 2026-11-20 12:00 UTC</li>')
  expect(opened(watched({ number: 1, name: 'x' }))).not.toContain('<dt>Chain')
})

describe('a chain that ends first', () => {
  const lower = { subject: 'CN=Lower CA', notAfter: noon + 19 * day }
  const facts = {
    chain: [lower, { subject: 'CN=Upper CA', notAfter: noon + 900 * day }],
    chainNotAfter: lower.notAfter,
  }

  test('is named, with both ends, and what to do is to upload a newer chain', () => {
    const certificate = watched({ number: 1, name: 'x', facts })
    expect(reported(certificate)).toMatchObject({
      state: 'warning',
      chain_ends_first: { subject: 'CN=Lower CA', not_after: '2026-12-12T12:00:00.000Z' },
      not_after: '2027-06-11T12:00:00.000Z',
      sentence:
        'In its chain, CN=Lower CA ends on 2026-12-12 12:00 UTC; the certificate itself ends on 2027-06-11 12:00 UTC.',
      action: 'Upload it with a newer chain',
    })
    expect(furtherRemarks(judged(certificate))).toEqual([])
  })

  test('is no reason where the certificate itself, or what the API says, ends before', () => {
    const own = watched({ number: 1, name: 'x', daysLeft: 10, facts })
    expect(reported(own)).toMatchObject({ chain_ends_first: null, action: 'Replace it' })
    expect(furtherRemarks(judged(own))).toEqual([])
    const api = watched({ number: 1, name: 'x', facts, record: { expiresOn: noon + day } })
    expect(reported(api)).toMatchObject({ sentence: 'It ends on 2026-11-24 12:00 UTC.', action: 'Replace it' })
    expect(furtherRemarks(judged(api)).join()).toContain('in its chain, CN=Lower CA ends on 2026-12-12')
  })
})

test('half of a surrogate pair in an id does not take the page with it', () => {
  const certificate = watched({ number: 1, name: 'x', entry: { certificateId: 'a\ud800b' } })
  const facts = factsOf(snapshotOf([certificate]), '')
  const opened = { ...facts, query: { ...facts.query, open: keyOf(certificate.entry) } }
  const [text = ''] = facts.things.map((thing) => rowOf(thing, opened, 7).text)
  expect(text).toContain('certificates/hostname/')
  expect(text).toContain('a%EF%BF%BDb')
})

describe('what to do', () => {
  const every = [
    ...manifold,
    ...checkFailureReasons.map((reason) =>
      watched({ number: 1, name: reason, isUnknown: true, check: { failure: { reason, detail: '' } } }),
    ),
    watched({
      number: 1,
      name: 'never asked',
      isUnknown: true,
      check: { lastCheck: undefined, lastSuccess: undefined },
    }),
    watched({ number: 1, name: 'pending', record: { status: 'pending_deployment' } }),
    watched({ number: 1, name: 'not yet', facts: { notBefore: noon + 60 } }),
  ].map((certificate) => judged(certificate))

  test('only what is fine needs nothing, and everything else has a runbook that is there', () => {
    for (const thing of every) {
      const { sentence, action, runbook } = adviceOn(thing)
      expect(sentence).toMatch(/^[A-Z].*\.$/)
      expect(action === undefined, thing.name).toBe(thing.state === 'ok')
      if (runbook !== undefined) expect(readFileSync(`docs/runbooks/${runbook}.md`, 'utf8')).toContain(runbook)
    }
  })

  test('the runbooks are those of the alert rules', () => {
    const rules = parse(readFileSync('deploy/prometheus/rules.yaml', 'utf8')) as {
      groups: { rules: { alert?: string; annotations?: { runbook_url?: string } }[] }[]
    }
    const urls = rules.groups.flatMap(({ rules }) => rules.flatMap(({ annotations }) => annotations?.runbook_url ?? []))
    const runbooks = new Set(every.flatMap((thing) => adviceOn(thing).runbook ?? []))
    expect(runbooks.size).toBeGreaterThan(8)
    for (const runbook of runbooks) expect(urls.map((url) => url.split('/').at(-1))).toContain(`${runbook}.md`)
  })
})
