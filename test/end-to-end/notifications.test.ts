import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LoopbackServer } from '../support/loopback.ts'
import { json, startAlertmanager, startPrometheus } from '../support/monitoring.ts'
import { type Pager, startPager } from '../support/pager.ts'
import type { Program } from '../support/program.ts'
import { type Series, seriesOf, startSyntheticTarget } from '../support/synthetic-series.ts'
import { describeWithTools } from '../support/tools.ts'

const minute = { timeout: 60_000, interval: 250 }

interface ApiAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed' }
}

/**
 * The rules and Alertmanager's example in the real programs. Of the two files only times are changed, and the addresses of the
 * receivers; what is scraped is made up, since the daemon would need an outage of six hours to show it.
 */
describeWithTools(['prometheus', 'prometheus-alertmanager'], 'what people are told', () => {
  const programs: Program[] = []
  let folder: string
  let pager: Pager
  let alertmanager: string
  let target: LoopbackServer
  let series: readonly Series[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exporter-notifications-'))
    pager = await startPager(folder)
    alertmanager = await startAlertmanager(pager.configuration, { folder, programs })
    target = await startSyntheticTarget(() => series)
  })
  afterEach(async () => {
    for (const program of programs) program.kill('SIGTERM')
    await Promise.all(programs.splice(0).map(({ exit }) => exit))
    await Promise.all([pager.close(), target.close()])
    await rm(folder, { recursive: true, force: true })
  })

  async function watch(): Promise<string> {
    const ruleFile = join(folder, 'rules.yaml')
    const rules = await readFile('deploy/prometheus/rules.yaml', 'utf8')
    await writeFile(ruleFile, rules.replaceAll(/^( +(?:for|keep_firing_for)): \w+$/gm, '$1: 1s'))
    return startPrometheus({ folder, programs, target: target.host, ruleFile, alertmanager })
  }

  /** Waits for so many evaluations of the rules after now: by then a second notification would have come. */
  async function evaluations(prometheus: string, count: number): Promise<void> {
    const metric = 'prometheus_rule_group_iterations_total{rule_group=~".*exporter.certificates"}'
    const done = async () => {
      const text = await (await fetch(`${prometheus}/metrics`)).text()
      return Number(/prometheus_rule_group_iterations_total\{[^}]*certificates"\} (\d+)/.exec(text)?.[1] ?? Number.NaN)
    }
    const before = await done()
    await vi.waitFor(async () => expect(await done(), metric).toBeGreaterThanOrEqual(before + count), minute)
  }

  async function states(alertname: string, witness = ''): Promise<readonly string[]> {
    const [named, witnessed] = [`alertname="${alertname}"`, `witness="${witness}"`].map(encodeURIComponent)
    const alerts = await json<readonly ApiAlert[]>(`${alertmanager}/api/v2/alerts?filter=${named}&filter=${witnessed}`)
    return alerts.map(({ status }) => status.state)
  }

  const told = () =>
    pager.notifications.map(({ receiver, text, resolved }) => [receiver, resolved ? 'resolved' : text]).sort()

  test('an outage of 1,000 zones is one notification', async () => {
    series = Array.from({ length: 1000 }, (_, index) =>
      seriesOf({ zone: `zone-${index}.example`, name: `certificate-${index}`, hoursSinceSuccess: 7 }),
    ).flat()
    const prometheus = await watch()
    await vi.waitFor(async () => expect(await states('CloudflareCertNotWatched')).toHaveLength(1000), minute)
    await vi.waitFor(() => expect(pager.notifications.length).toBeGreaterThan(0), minute)
    await vi.waitFor(async () => expect(await states('CloudflareCertCheckFailing')).toHaveLength(1000), minute)
    await evaluations(prometheus, 10)
    const text =
      /^Client certificate certificate-0 of .* no check has worked for 7h 0m \d+s \(1000 alerts\) CloudflareCertNotWatched.md$/
    expect(told()).toEqual([['page', expect.stringMatching(text)]])
    expect(new Set(await states('CloudflareCertCheckFailing'))).toEqual(new Set(['suppressed']))
  })

  test('everything reaches whom it should, once, and so does its end', async () => {
    const broken = [
      { zone: 'a.example', name: 'a-expired', daysLeft: -3 },
      { zone: 'a.example', name: 'a-expired-too', daysLeft: -5 },
      { zone: 'a.example', name: 'a-critical', daysLeft: 5 },
      { zone: 'a.example', name: 'a-replaced', daysLeft: -9, inUse: false },
      { zone: 'b.example', name: 'b-expired', daysLeft: -1, labels: { team: 'payments' } },
      { zone: 'b.example', name: 'b-warning', daysLeft: 20, labels: { team: 'payments' } },
      { zone: 'c.example', name: 'c-warning', daysLeft: 20 },
      { zone: 'c.example', name: 'c-pending', status: 'pending_deployment' },
      { zone: 'c.example', name: 'c-other', mismatch: 'serial_number' },
      { zone: 'drill.invalid', name: 'drill', kind: 'drill', daysLeft: -1 },
      { zone: 'd.example', name: 'd-fine' },
    ]
    series = broken.flatMap(seriesOf)
    const prometheus = await watch()
    const expected = [
      ['#certificates', expect.stringContaining('Client certificate a-replaced of a.example is used by nothing')],
      ['page', 'Client certificate a-expired of a.example expired 2 days ago (3 alerts) CloudflareCertExpired.md'],
      ['page', expect.stringMatching(/^DRILL: Client certificate drill of drill.invalid expired 23h 5\dm .* ago /)],
      ['payments-page', expect.stringMatching(/^Client certificate b-expired of b.example expired 23h 5\dm \d+s ago /)],
      ['payments-ticket', 'Client certificate b-warning of b.example expires in 20 days'],
      [
        'ticket',
        [
          'Client certificate c-warning of c.example expires in 20 days',
          'Cloudflare and client certificate c-other of c.example itself disagree on serial_number',
          'Client certificate c-pending of c.example has not been active for an hour: pending_deployment',
        ].join('\n'),
      ],
    ]
    await vi.waitFor(() => expect(pager.notifications).toHaveLength(expected.length), minute)
    await evaluations(prometheus, 10)
    expect(told()).toEqual(expected)

    series = broken.map((certificate) => ({ ...certificate, daysLeft: 300, status: 'active' })).flatMap(seriesOf)
    const ended = ['page', 'page', 'payments-page', 'payments-ticket'].map((receiver) => [receiver, 'resolved'])
    const ends = () => told().filter(([, text]) => text === 'resolved')
    await vi.waitFor(() => expect(ends()).toHaveLength(ended.length), minute)
    await evaluations(prometheus, 10)
    expect(ends()).toEqual(ended)
  })

  test.each<[string, Readonly<Record<string, string>>, string, Readonly<Record<string, string>>, boolean]>([
    ['CloudflareCertExporterDown', {}, 'CloudflareCertCheckFailing', {}, true],
    ['CloudflareCertExporterDown', {}, 'CloudflareCertNotWatched', {}, true],
    ['CloudflareCertExporterDown', {}, 'CloudflareDiscoveryFailing', {}, true],
    ['CloudflareCertExporterDown', { job: 'other' }, 'CloudflareCertNotWatched', {}, false],
    ['CloudflareCertExporterDown', {}, 'CloudflareCertExpired', {}, false],
    ['CloudflareTokenInvalid', {}, 'CloudflareCertCheckFailing', {}, true],
    ['CloudflareTokenInvalid', {}, 'CloudflareCertNotWatched', {}, true],
    ['CloudflareTokenInvalid', {}, 'CloudflareDiscoveryFailing', {}, true],
    ['CloudflareTokenInvalid', {}, 'CloudflareCertNotWatched', { credentials: 'legacy' }, false],
    ['CloudflareTokenInvalid', {}, 'CloudflareCertExpiryCritical', {}, false],
    ['CloudflareCredentialRefused', {}, 'CloudflareCertNotWatched', {}, true],
    ['CloudflareCredentialUnreadable', {}, 'CloudflareCertCheckFailing', {}, true],
    ['CloudflareCredentialUnreadable', {}, 'CloudflareCertCheckFailing', { credentials: 'legacy' }, false],
    ['CloudflareCertNotWatched', {}, 'CloudflareCertCheckFailing', {}, true],
    ['CloudflareCertNotWatched', {}, 'CloudflareCertCheckFailing', { certificate_id: 'c2' }, false],
    ['CloudflareCertNotWatched', {}, 'CloudflareCertCheckFailing', { kind: 'zone' }, false],
    ['CloudflareCertCheckFailing', {}, 'CloudflareCertNotWatched', {}, false],
  ])('%s %j over %s %j: %s', async (source, ofSource, inhibited, ofTarget, is) => {
    const common = { job: 'exporter', credentials: 'default', kind: 'hostname', zone_id: 'z', certificate_id: 'c1' }
    const send = (labels: Readonly<Record<string, string>>) =>
      fetch(`${alertmanager}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ labels, annotations: { summary: 'sent by hand', runbook_url: 'none' } }]),
      })
    await send({ ...common, ...ofSource, alertname: source })
    await send({ ...common, ...ofTarget, alertname: inhibited })
    // One of the two inhibits this one: when it is suppressed, that has been seen.
    await send({ ...common, ...ofSource, alertname: 'CloudflareCertCheckFailing', witness: 'yes' })
    const witnessState = () => states('CloudflareCertCheckFailing', 'yes')
    await vi.waitFor(async () => expect(await witnessState()).toEqual(['suppressed']), { timeout: 10_000 })
    expect(await states(inhibited)).toEqual([is ? 'suppressed' : 'active'])
  })
})
