import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entriesOf } from '../../src/inventory/entries.ts'
import type { ReadOutcome } from '../../src/inventory/listing-outcome.ts'
import { watchPlace } from '../../src/inventory/place.ts'
import { plansOf } from '../../src/inventory/place-plan.ts'
import { afterReport, type ZoneReport } from '../../src/inventory/place-report.ts'
import type { Association, ListedCertificate } from '../../src/inventory/snapshot.ts'
import { entry, facts, failure, noon, record } from '../support/certificates.ts'
import { checks, hostnameEntry, report, storeEntry, watchList } from '../support/zones.ts'

const [first, second] = ['2458ce5a-0c35-4c7f-82c7-8e9487d3ff60', '11111111-0c35-4c7f-82c7-8e9487d3ff60']
const id = fc.constantFrom(first, second)
const failed = fc.constant({ ok: false, failure: { reason: 'network', detail: 'x' } } as const)

const association: fc.Arbitrary<ReadOutcome<Association>> = fc.oneof(
  failed,
  fc.record({
    ok: fc.constant(true),
    value: fc.record({
      state: fc.constantFrom('enabled', 'disabled', 'voided'),
      certificateId: id,
      status: fc.constantFrom('active', 'pending_deployment'),
    }),
  }),
)
const member = fc.record({ certificateId: id, status: fc.constant('active'), uploadedOn: fc.constant(noon) })
const listing: fc.Arbitrary<ReadOutcome<readonly ListedCertificate[]>> = fc.oneof(
  failed,
  fc.record({
    ok: fc.constant(true),
    value: fc.uniqueArray(member, { selector: ({ certificateId }) => certificateId }),
  }),
)
const outcome = fc
  .tuple(fc.boolean(), fc.constantFrom('a', 'b', undefined))
  .map(([ok, commonName]) =>
    ok
      ? ({ kind: 'succeeded', record: record(), facts: facts({ commonName: commonName ?? 'c' }) } as const)
      : failure('network'),
  )
const visit = fc.record({
  association: fc.option(association),
  listing: fc.option(listing),
  zoneListing: fc.option(listing),
  isOn: fc.option(fc.boolean()),
  check: fc.option(outcome),
})

type Visit = typeof visit extends fc.Arbitrary<infer T> ? T : never

const hostname = hostnameEntry()

function reportOf({ association, listing, zoneListing, isOn, check }: Visit): ZoneReport {
  return report({
    associations: new Map(association ? [[hostname.hostname, association]] : []),
    listings: new Map([
      ...(listing ? [['hostname', listing] as const] : []),
      ...(zoneListing ? [['zone', zoneListing] as const] : []),
    ]),
    zoneSwitch: isOn === null ? undefined : { ok: true, value: isOn },
    checks: check ? checks([entry({ certificateId: first }), check]) : new Map(),
  })
}

test('after any visits the entries are those that planning from the beginning gives', () => {
  const [plan] = plansOf(watchList({ hostnames: [hostname], stores: [storeEntry()] }), new Map()).values()
  if (!plan) throw new Error('nothing is planned')
  fc.assert(
    fc.property(fc.array(visit, { minLength: 1, maxLength: 6 }), (visits) => {
      let place = watchPlace(plan, undefined, noon)
      for (const [i, each] of visits.entries()) {
        place = afterReport(plan, place, reportOf(each), noon + i)
        const hostnames = place.scope === 'zone' ? place.hostnames : new Map()
        const entries = [...place.certificates].map(([key, { entry: kept }]) => [key, kept])
        expect(entries).toEqual([...entriesOf(plan, { ...place, hostnames })])
      }
    }),
  )
})
