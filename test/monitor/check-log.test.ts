import { expect, test } from 'vitest'
import type { CheckOutcome } from '../../src/inventory/merge.ts'
import { merge } from '../../src/inventory/merge.ts'
import { linesAbout } from '../../src/monitor/check-log.ts'
import { checked, facts, failure, noon, record, success } from '../support/certificates.ts'

const later = noon + 3600
const day = 86_400

/** What the log says of one more check, each line as its level, its event and what people read. */
function said(before: readonly CheckOutcome[], outcome: CheckOutcome): readonly string[] {
  const previous = checked(before)
  return linesAbout(previous, merge(previous, outcome, later), later).map(
    ({ level, fields, message }) => `${level} ${fields['event']}: ${message}`,
  )
}

const of = (record_: Partial<ReturnType<typeof record>>, facts_ = facts()): CheckOutcome => ({
  kind: 'succeeded',
  record: record(record_),
  facts: facts_,
})
const ending = (days: number) => of({ expiresOn: noon + days * day }, facts({ notAfter: noon + days * day }))

test.each<[string, readonly CheckOutcome[], CheckOutcome, readonly string[]]>([
  ['the first good check', [], success, ['debug state_changed: payments-api: nothing is wrong']],
  ['a second one', [success], success, []],
  [
    'a failure',
    [success],
    failure('network'),
    [expect.stringMatching(/^warn check_failed: payments-api: the check failed: no answer came: /)],
  ],
  [
    'the same failure again',
    [success, failure('network')],
    failure('network'),
    [expect.stringMatching(/^debug check_failed: payments-api: the check failed: no answer came: /)],
  ],
  [
    'another failure',
    [success, failure('network')],
    failure('server_error'),
    [expect.stringMatching(/^warn check_failed: /)],
  ],
  [
    'a request that was held back',
    [success],
    { kind: 'failed', failure: { reason: 'network', detail: 'x', unsent: true } },
    [expect.stringMatching(/^debug check_failed: /)],
  ],
  ['a recovery', [success, failure('network')], success, ['info check_recovered: payments-api: the check works again']],
  [
    'the second time that there is none',
    [success, failure('not_found', 1551)],
    failure('not_found', 1551),
    [
      expect.stringMatching(/^debug check_failed: /),
      'warn certificate_gone: payments-api: Cloudflare said twice that it has no such certificate, its last known values are dropped',
    ],
  ],
  [
    'another status',
    [success],
    of({ status: 'pending_deployment' }),
    [
      'info status_changed: payments-api: the status changed from active to pending_deployment',
      expect.stringMatching(/^warn state_changed: /),
    ],
  ],
  ['an end within 30 days', [ending(31)], ending(29), [expect.stringMatching(/^warn state_changed: /)]],
  ['an end within 14 days', [ending(29)], ending(13), [expect.stringMatching(/^error state_changed: /)]],
  ['an end that moved away', [ending(13)], ending(90), [expect.stringMatching(/^info state_changed: /)]],
  [
    'a field that cannot be read',
    [success],
    of({ unreadable: ['issuer'] }),
    ["warn fields_unreadable: payments-api: Cloudflare's answer has fields in a form that cannot be read: issuer"],
  ],
  ['a field that still cannot be read', [of({ unreadable: ['issuer'] })], of({ unreadable: ['issuer'] }), []],
])('%s', (_, before, outcome, lines) => expect(said(before, outcome)).toEqual(lines))

test('a line names the certificate, its end and what differs', () => {
  const previous = checked([success])
  const serial = of({ serialNumber: '1' })
  const [line] = linesAbout(previous, merge(previous, serial, later), later)
  expect(line).toEqual({
    level: 'warn',
    key: 'hostname/023e105f4ecef8ad9ca31a8372d0c353/2458ce5a-0c35-4c7f-82c7-8e9487d3ff60',
    fields: {
      event: 'state_changed',
      state: 'mismatch',
      state_before: 'ok',
      expiry: new Date((noon + 90 * day) * 1000).toISOString(),
      mismatches: ['serial_number'],
      kind: 'hostname',
      certificate_id: '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60',
      zone_id: '023e105f4ecef8ad9ca31a8372d0c353',
      zone: 'example.com',
      name: 'payments-api',
    },
    message: expect.stringMatching(/^payments-api: /),
  })
})

test('a failure has its reason, its status and its code', () => {
  const previous = checked([success])
  const failed = merge(previous, failure('not_found', 1551), later)
  const [line] = linesAbout(previous, failed, later)
  expect(line?.fields).toMatchObject({
    event: 'check_failed',
    reason: 'not_found',
    detail: 'x',
    code: 1551,
    credentials: 'default',
    name: 'payments-api',
  })
})
