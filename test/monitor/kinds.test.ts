import { afterEach, expect, test } from 'vitest'
import { failureSentence } from '../../src/inventory/check-failure.ts'
import { certificatesOf, type WatchedCertificate } from '../../src/inventory/snapshot.ts'
import { urgencyFactsOf } from '../../src/inventory/urgency-facts.ts'
import { judgeCertificate } from '../../src/judgement/certificate.ts'
import {
  type CertificateKind,
  certificateKinds,
  isCertificateKind,
  kinds,
  kindsOfScope,
} from '../../src/kinds/kinds.ts'
import { adviceOn } from '../../src/report/advice/advice.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { unreadIn } from '../../src/report/unreadable.ts'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { fixtureAccount, fixtureZone, fleetWith, type KindFixture, kindFixtures } from '../support/kind-fixtures.ts'
import { monitorOf } from '../support/monitor.ts'
import { storeEntry } from '../support/zones.ts'

const fixtures = await kindFixtures(new Date())
const scopeIds = { zone: fixtureZone.id, account: fixtureAccount.id }

let simulator: Simulator
let monitor: ReturnType<typeof monitorOf>
afterEach(async () => {
  await monitor.close()
  await simulator.close()
})

async function watching(of: readonly CertificateKind[], ...found: readonly KindFixture[]) {
  simulator = await startSimulator({ fleet: fleetWith(...found), clock: () => new Date() })
  const stores = of.map((kind) => storeEntry({ kind, scopeId: scopeIds[kinds[kind].scope], labels: {} }))
  monitor = monitorOf(simulator, { stores })
  return monitor
}

function end({ known }: WatchedCertificate): number {
  return known?.facts?.notAfter ?? 0
}

function only(): (typeof monitor.certificates)[string] | undefined {
  return Object.values(monitor.certificates)[0]
}

test('an uploaded edge certificate is known without a PEM, by its hosts', async () => {
  const { run } = await watching(['custom_certificate'], fixtures.uploaded_without_pem)
  await run()
  const certificate = only()
  expect(certificate?.entry.name).toBe('example.com +1 RSA')
  expect(certificate?.known).toMatchObject({ facts: undefined, mismatches: {} })
  expect(certificate && urgencyFactsOf(certificate, 0)).toMatchObject({ status: 'active', problems: [] })
  expect(certificate?.use).toMatchObject({ hostnames: ['example.com', 'www.example.com'] })
})

test('a bundle of authorities ends with the first of them, and has thresholds of its own', async () => {
  const { run } = await watching(['mtls_certificate'], fixtures.mtls_bundle_with_crlf)
  await run()
  const certificate = only()
  expect(certificate?.entry.name).toBe('partners')
  expect(certificate?.known?.facts?.problems).toEqual([])
  expect(Object.values(certificate?.known?.mismatches ?? {})).not.toContain(true)
  const left = ((certificate && urgencyFactsOf(certificate, 0).expiry) ?? 0) - Date.now() / 1000
  expect(Math.round(left / 86_400)).toBe(40)
})

test('what is used says the answer: Access by its hostnames, Gateway by a field', async () => {
  const used = [
    fixtures.access_day,
    fixtures.access_unused,
    fixtures.gateway_zero_times,
    fixtures.gateway_unused_and_ended,
  ]
  const { run } = await watching(['access_certificate', 'gateway_certificate'], ...used)
  await run()
  const uses = Object.values(monitor.certificates).map(({ entry, use }) => [entry.name, use.inUse])
  expect(new Map(uses.map(([name, inUse]) => [name, inUse]))).toEqual(
    new Map([
      ['devices', true],
      ['retired', false],
      ['Example Root', true],
      ['Example Old Gateway', false],
    ]),
  )
  expect(Object.values(monitor.certificates).flatMap(({ known }) => known?.record.unreadable ?? [])).toEqual([])
})

test.each([
  ['is renewed: the end of the old one harms nobody', fixtures.trust_store_renewed, [false, undefined]],
  ['is not the only one, and origins may have certificates of it', fixtures.trust_store_of_two, [undefined, undefined]],
])('a root of the origin trust store that %s', async (_, fixture, expected) => {
  const { run } = await watching(['custom_trust_store'], fixture)
  await run()
  const byEnd = certificatesOf(monitor.inventory.snapshot).toSorted((a, b) => end(a) - end(b))
  expect(byEnd.map(({ use }) => use.inUse)).toEqual(expected)
})

test('one that is being deployed and has no date yet is checked, and only its status speaks of it', async () => {
  const { run } = await watching(['custom_certificate'], fixtures.uploaded_without_a_date)
  await run()
  const [certificate] = certificatesOf(monitor.inventory.snapshot)
  expect(certificate?.check).toMatchObject({ failure: undefined, lastSuccess: expect.any(Number) })
  expect(certificate && urgencyFactsOf(certificate, 0)).toMatchObject({ status: 'pending', expiry: undefined })
  const now = Date.now() / 1000 + 3600
  expect(certificate && judgeCertificate({ certificate, replaceableSince: undefined }, now)).toEqual({
    state: 'not_active',
    severity: 'warning',
  })
})

test('every kind is listed in every cycle, and none of them fails', async () => {
  const { run } = await watching(
    certificateKinds,
    fixtures.uploaded_pair,
    fixtures.trust_store,
    fixtures.mtls_leaf,
    fixtures.access_day,
    fixtures.gateway_zero_times,
  )
  await run()
  await run()
  const failures = [...monitor.inventory.snapshot.places.values()].flatMap(({ stores, certificates }) => [
    ...[...stores.values()].map(({ reading }) => reading.failure),
    ...[...certificates.values()].map(({ check }) => check.failure),
  ])
  expect(failures.filter((failure) => failure !== undefined)).toEqual([])
  expect(monitor.ids).toHaveLength(6)
})

test('a kind that the plan does not include is as good as empty, and asked for again after six hours', async () => {
  const { run } = await watching(['custom_trust_store'])
  simulator.resources.setInPlan({ resource: 'custom_trust_store', scopeId: fixtureZone.id }, false)
  expect(await run()).toHaveLength(1)
  expect(await run()).toHaveLength(0)
  const store = monitor.zone(fixtureZone.id)?.stores.get('custom_trust_store')
  expect(store).toMatchObject({ isNotEntitled: true, listed: [], reading: { failure: undefined } })
  const [list] = judgedThings(
    { snapshot: monitor.inventory.snapshot, credentials: [], daemon: undefined },
    Date.now() / 1000,
  )
  expect(list && adviceOn(list)).toMatchObject({
    sentence: expect.stringMatching(
      /^The plan of .* does not include .*custom_trust_store\. These need Advanced Certificate Manager\./,
    ),
    action: undefined,
  })
  monitor.later(7)
  expect(await run()).toHaveLength(1)
})

test('a kind that leaves the plan keeps what was known, and says why it cannot be read', async () => {
  const { run } = await watching(['custom_trust_store'], fixtures.trust_store)
  await run()
  simulator.resources.setInPlan({ resource: 'custom_trust_store', scopeId: fixtureZone.id }, false)
  await run()
  expect(Object.keys(monitor.certificates)).toHaveLength(1)
  const store = monitor.zone(fixtureZone.id)?.stores.get('custom_trust_store')
  expect(store?.reading.failure).toMatchObject({ reason: 'not_entitled' })
})

test('a permission that is missing is the one of the kind, in what is said of its list', async () => {
  simulator = await startSimulator({
    fleet: fleetWith(),
    clock: () => new Date(),
    credentials: { ...defaultCredentials, lacks: ['account_ssl_read', 'access_mtls_read', 'zero_trust_read'] },
  })
  monitor = monitorOf(simulator, {
    stores: kindsOfScope.account.map((kind) => storeEntry({ kind, scopeId: fixtureAccount.id })),
  })
  await monitor.run()
  const said = unreadIn(monitor.inventory.snapshot).map(({ failure }) => failureSentence(failure))
  expect(said).toEqual(
    ['SSL and Certificates', 'Access: Mutual TLS Certificates', 'Zero Trust'].map((group) =>
      expect.stringContaining(`(Account, ${group}, Read)`),
    ),
  )
})

test('an endpoint that ignores the page is read to its end', async () => {
  const { run } = await watching(['custom_certificate'], fixtures.uploaded_pair)
  simulator.resources.setIgnoresPages('custom_certificates', true)
  expect((await run()).length).toBeLessThan(5)
  expect(Object.keys(monitor.certificates)).toHaveLength(2)
})

const resourceOf = {
  custom_certificate: 'custom_certificates',
  custom_trust_store: 'custom_trust_store',
  mtls_certificate: 'mtls_certificates',
  access_certificate: 'access_certificates',
  gateway_certificate: 'gateway_certificates',
} as const

test.each(Object.entries(resourceOf))(
  '%s: a plan without it is no failure, a token without the permission is one',
  async (kind, resource) => {
    if (!isCertificateKind(kind)) throw new Error(kind)
    const { run, inventory } = await watching([kind])
    const scopeId = scopeIds[kinds[kind].scope]
    const store = () => [...inventory.snapshot.places.values()].flatMap(({ stores }) => stores.get(kind) ?? [])[0]
    simulator.resources.setInPlan({ resource, scopeId }, false)
    await run()
    expect(store()).toMatchObject({ isNotEntitled: true, listed: [], reading: { failure: undefined } })
    simulator.fault({ fault: 'refusal', as: 'authentication_error' })
    monitor.later(7)
    await run()
    expect(store()?.reading.failure?.reason).toBe('permission')
  },
)

test('a list that counts more than it shows is not believed, and what it shows is watched', async () => {
  const { run, suspicions } = await watching(['mtls_certificate'], fixtures.mtls_too_many)
  simulator.fault({ fault: 'short_list', drop: 70 })
  await run()
  expect(suspicions).toEqual(['incomplete'])
  expect(monitor.ids).toHaveLength(50)
})

test('what ended and is used by nothing pages nobody, and a date without a time is no mismatch', async () => {
  const found = [fixtures.gateway_unused_and_ended, fixtures.access_unused, fixtures.access_day]
  const { run } = await watching(['gateway_certificate', 'access_certificate'], ...found)
  await run()
  const judged = certificatesOf(monitor.inventory.snapshot).map((certificate) => {
    const { severity } = judgeCertificate({ certificate, replaceableSince: undefined }, Date.now() / 1000)
    return [certificate.entry.name, severity, certificate.known?.mismatches]
  })
  expect(judged.toSorted()).toEqual([
    ['Example Old Gateway', 'ok', expect.anything()],
    ['devices', 'ok', {}],
    ['retired', 'ok', {}],
  ])
})
