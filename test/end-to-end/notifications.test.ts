import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Alerting, startAlerting } from '../support/alerting.ts'
import { longSecondsOf } from '../support/long.ts'
import { seriesOf } from '../support/synthetic-series.ts'
import { describeWithTools } from '../support/tools.ts'

/** What is scraped is made up, since the daemon would need an outage of six hours to show it. */
describeWithTools(['prometheus', 'prometheus-alertmanager'], 'what people are told', () => {
  const often = { interval: 250 }
  /** More than a group's interval: a second notification would have come by then. */
  const later = 4

  const told = ({ notifications }: Alerting) =>
    notifications.map(({ receiver, text, resolved }) => [receiver, resolved ? 'resolved' : text]).sort()

  describe('of a fleet', () => {
    let alerting: Alerting
    /** Prometheus sends 64 alerts at a time. */
    const zones = longSecondsOf('notifications') ? 1_000 : 80
    beforeEach(async () => {
      alerting = await startAlerting()
    })
    afterEach(() => alerting.close())

    test(`an outage of ${zones} zones is one notification`, async () => {
      alerting.show(
        Array.from({ length: zones }, (_, index) =>
          seriesOf({ zone: `zone-${index}.example`, name: `certificate-${index}`, hoursSinceSuccess: 7 }),
        ).flat(),
      )
      await alerting.evaluate()
      const states = (alertname: string) => alerting.states({ alertname })
      await vi.waitFor(async () => expect(await states('CloudflareCertNotWatched')).toHaveLength(zones), often)
      await vi.waitFor(() => expect(alerting.notifications.length).toBeGreaterThan(0), often)
      await vi.waitFor(async () => expect(await states('CloudflareCertCheckFailing')).toHaveLength(zones), often)
      await alerting.evaluations(later)
      const text = `^Client certificate certificate-0 of .* no check has worked for 7h \\d+m \\d+s \\(${zones} alerts\\) CloudflareCertNotWatched.md$`
      expect(told(alerting)).toEqual([['page', expect.stringMatching(new RegExp(text))]])
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
      alerting.show(broken.flatMap(seriesOf))
      await alerting.evaluate()
      const expected = [
        ['#certificates', expect.stringContaining('Client certificate a-replaced of a.example is used by nothing')],
        ['page', 'Client certificate a-expired of a.example expired 2 days ago (3 alerts) CloudflareCertExpired.md'],
        [
          'page',
          expect.stringMatching(/^DRILL: Client certificate drill of drill.invalid expired 2[23]h \d+m .* ago /),
        ],
        [
          'payments-page',
          expect.stringMatching(/^Client certificate b-expired of b.example expired 2[23]h \d+m \d+s ago /),
        ],
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
      await vi.waitFor(() => expect(alerting.notifications).toHaveLength(expected.length), often)
      await alerting.evaluations(later)
      expect(told(alerting)).toEqual(expected)

      const mended = broken.map((certificate) => ({ ...certificate, daysLeft: 300, status: 'active' }))
      alerting.show(mended.flatMap(seriesOf))
      const ended = ['page', 'page', 'payments-page', 'payments-ticket'].map((receiver) => [receiver, 'resolved'])
      const ends = () => told(alerting).filter(([, text]) => text === 'resolved')
      await vi.waitFor(() => expect(ends()).toHaveLength(ended.length), often)
      await alerting.evaluations(later)
      expect(ends()).toEqual(ended)
    })
  })

  describe('of two alerts', () => {
    let alerting: Alerting
    beforeAll(async () => {
      alerting = await startAlerting()
    })
    afterAll(() => alerting.close())

    type Labels = Readonly<Record<string, string>>
    let number = 0

    test.each<[string, Labels, string, Labels, boolean]>([
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
      // Of a fleet of its own: nothing of another case is equal.
      const own = String(number++)
      const common = { job: own, credentials: own, kind: 'hostname', zone_id: own, certificate_id: 'c1' }
      const target = { ...common, ...ofTarget, alertname: inhibited }
      await alerting.send({ ...common, ...ofSource, alertname: source })
      await alerting.send(target)
      // One of the two inhibits this one: when it is suppressed, that has been seen.
      const witness = { ...common, ...ofSource, alertname: 'CloudflareCertCheckFailing', witness: 'yes' }
      await alerting.send(witness)
      await vi.waitFor(async () => expect(await alerting.states(witness)).toEqual(['suppressed']))
      expect(await alerting.states({ ...target, witness: '' })).toEqual([is ? 'suppressed' : 'active'])
    })
  })
})
