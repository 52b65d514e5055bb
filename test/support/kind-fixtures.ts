import { calendar, issueUntil } from '../../src/simulator/api/records.ts'
import { resourceForms } from '../../src/simulator/api/resource-forms.ts'
import type { IssuedCertificate } from '../../src/simulator/fleet/certificates.ts'
import {
  accessRecord,
  gatewayRecord,
  mtlsRecord,
  packRecord,
  trustStoreRecord,
  uploadedRecord,
} from '../../src/simulator/fleet/resource-records.ts'
import { exampleAccount, exampleCom } from '../../src/simulator/fleet/zones.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import type { ResourceName, ResourceRecord, SimulatedResource } from '../../src/simulator/store/resource.ts'

/** One hard case of the other kinds of certificates, for the tests of the simulator and of everything that reads its answers. */
export interface KindFixture {
  readonly resource: ResourceName
  readonly records: readonly ResourceRecord[]
}

export const fixtureZone = exampleCom
export const fixtureAccount = exampleAccount

/** A UUID that differs by its number. */
export function fixtureId(number: number): string {
  return `7c0ffee0-0000-4000-8000-${String(number).padStart(12, '0')}`
}

const hostnames = ['example.com', 'www.example.com']

/** Every case by its name. Keys are made, so make them once a file. */
export async function kindFixtures(now: Date) {
  const at = calendar(now)
  const validity = (days: number) => ({ begin: at.days(days - 90), end: at.days(days) })
  const uploaded = (number: number, days: number, changes: Partial<Parameters<typeof uploadedRecord>[0]> = {}) =>
    uploadedRecord({
      id: fixtureId(number),
      zoneId: fixtureZone.id,
      hosts: hostnames,
      algorithm: 'RSA',
      status: 'active',
      ...validity(days),
      ...changes,
    })
  const [early, late, root, otherRoot, leaf] = await Promise.all([
    ca('Example Early CA', at.days(40)),
    ca('Example Late CA', at.days(400)),
    ca('Example Root', at.days(800)),
    ca('Example Other Root', at.days(900)),
    issueUntil(at.days(60), { subject: [['CN', 'worker.example.com']], serialNumber: 0xff_00_ff_00_ff_00n }),
  ])

  const outgoing = await ca('Example Root', at.days(20), root)
  const bare = { id: fixtureId(1), zone_id: fixtureZone.id, expires_on: uploaded(1, 50)['expires_on'] }
  return {
    uploaded_without_pem: of('custom_certificates', uploaded(2, 50)),
    uploaded_with_nothing_but_a_date: of('custom_certificates', bare),
    uploaded_without_a_date: of('custom_certificates', {
      ...bare,
      id: fixtureId(6),
      expires_on: undefined,
      status: 'pending',
    }),
    uploaded_pair: of('custom_certificates', uploaded(3, 5), uploaded(4, 60, { algorithm: 'ECDSA' })),
    uploaded_ends_in_six_hours: of('custom_certificates', uploaded(5, 0.25, { hosts: ['six-hours.example.com'] })),
    uploaded_in_odd_states: of(
      'custom_certificates',
      ...['holding_deployment', 'timed_out', 'Active'].map((status, index) => uploaded(10 + index, 50, { status })),
    ),
    trust_store: of('custom_trust_store', trustStoreRecord(fixtureId(20), root, 'active')),
    trust_store_renewed: of(
      'custom_trust_store',
      trustStoreRecord(fixtureId(21), outgoing, 'active'),
      trustStoreRecord(fixtureId(22), root, 'active'),
    ),
    trust_store_of_two: of(
      'custom_trust_store',
      trustStoreRecord(fixtureId(23), outgoing, 'active'),
      trustStoreRecord(fixtureId(24), otherRoot, 'active'),
    ),
    mtls_leaf: of('mtls_certificates', mtlsRecord(fixtureId(30), 'worker', [leaf], false)),
    mtls_bundle_with_crlf: of(
      'mtls_certificates',
      withCrlf(mtlsRecord(fixtureId(31), 'partners', [late, early], true)),
    ),
    mtls_too_many: of(
      'mtls_certificates',
      ...Array.from({ length: 120 }, (_, index) => mtlsRecord(fixtureId(100 + index), `ca-${index}`, [early], true)),
    ),
    access_day: of(
      'access_certificates',
      accessRecord(fixtureId(40), 'devices', ['intranet.example.com'], validity(31.5)),
    ),
    access_unused: of('access_certificates', accessRecord(fixtureId(41), 'retired', [], validity(-10))),
    gateway_zero_times: of('gateway_certificates', gatewayRecord(fixtureId(50), root, 'available', true)),
    gateway_unused_and_ended: of(
      'gateway_certificates',
      gatewayRecord(fixtureId(51), await ca('Example Old Gateway', at.days(-20)), 'inactive', false),
    ),
    packs: of(
      'certificate_packs',
      pack(60, 'active', 'universal', [at.days(50), at.days(45)]),
      pack(61, 'pending_validation', 'advanced', []),
      pack(62, 'deleted', 'advanced', [at.days(3)]),
      { ...pack(63, 'active', 'sni_custom', [at.days(9)]), primary_certificate: 0 },
    ),
  } as const satisfies Record<string, KindFixture>
}

function of(resource: ResourceName, ...records: readonly ResourceRecord[]): KindFixture {
  return { resource, records }
}

/** A fleet of one zone and one account with these cases. */
export function fleetWith(...fixtures: readonly KindFixture[]): Fleet {
  return { zones: [fixtureZone], accounts: [fixtureAccount], certificates: [], resources: fixtures.flatMap(entriesOf) }
}

/** What is put into a simulator. */
export function entriesOf({ resource, records }: KindFixture): readonly SimulatedResource[] {
  const scopeId = resourceForms[resource].scope === 'zone' ? fixtureZone.id : fixtureAccount.id
  const own = { about: 'a fixture', expectation: { state: 'ok' } } as const
  return records.map((record) => ({ ...own, resource, scopeId, id: record.id, name: record.id, record }))
}

function ca(name: string, end: Date, keysOf?: IssuedCertificate): Promise<IssuedCertificate> {
  return issueUntil(end, {
    subject: [['CN', name]],
    authority: true,
    ...(keysOf && { keysOf }),
    notBefore: new Date(end.getTime() - 900 * 86_400_000),
  })
}

function pack(number: number, status: string, type: string, ends: readonly Date[]): ResourceRecord {
  return packRecord({ id: fixtureId(number), type, hosts: hostnames, status, ends })
}

function withCrlf(record: ResourceRecord): ResourceRecord {
  return { ...record, certificates: String(record['certificates']).replaceAll('\n', '\r\n') }
}
