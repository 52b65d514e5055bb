import { expect, onTestFinished, test } from 'vitest'
import { certificatesOf } from '../../src/inventory/snapshot.ts'
import { statusOfKnown } from '../../src/inventory/urgency-facts.ts'
import { judgeCertificate } from '../../src/judgement/certificate.ts'
import { type CertificateKind, kinds } from '../../src/kinds/kinds.ts'
import { issueUntil } from '../../src/simulator/api/records.ts'
import type { IssuedCertificate } from '../../src/simulator/fleet/certificates.ts'
import {
  accessRecord,
  gatewayRecord,
  mtlsRecord,
  trustStoreRecord,
} from '../../src/simulator/fleet/resource-records.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import type { ResourceRecord } from '../../src/simulator/store/resource.ts'
import { readState } from '../../src/state/format.ts'
import {
  entriesOf,
  fixtureAccount,
  fixtureId,
  fixtureZone,
  fleetWith,
  type KindFixture,
} from '../support/kind-fixtures.ts'
import { monitorOf } from '../support/monitor.ts'
import { stateText } from '../support/state.ts'
import { storeEntry } from '../support/zones.ts'

const hour = 3_600_000

interface RootStore {
  readonly kind: CertificateKind
  readonly resource: KindFixture['resource']
  readonly record: (id: string, root: IssuedCertificate) => ResourceRecord
  /** What would take its place, and does not. */
  readonly idle?: (id: string, root: IssuedCertificate) => ResourceRecord
}

const trustStore: RootStore = {
  kind: 'custom_trust_store',
  resource: 'custom_trust_store',
  record: (id, root) => trustStoreRecord(id, root, 'active'),
  idle: (id, root) => trustStoreRecord(id, root, 'deleted'),
}
const gateway: RootStore = {
  kind: 'gateway_certificate',
  resource: 'gateway_certificates',
  record: (id, root) => gatewayRecord(id, root, 'available', true),
  idle: (id, root) => gatewayRecord(id, root, 'inactive', false),
}
const mtls: RootStore = {
  kind: 'mtls_certificate',
  resource: 'mtls_certificates',
  record: (id, root) => mtlsRecord(id, 'partners', [root], true),
}
const access: RootStore = {
  kind: 'access_certificate',
  resource: 'access_certificates',
  record: (id, { notBefore, notAfter }) =>
    accessRecord(id, 'devices', ['intranet.example.com'], { begin: notBefore, end: notAfter }),
}

/** Two roots: one ends in 30 hours and one later. */
const roots = await Promise.all(
  [30, 9000].map((hours) =>
    issueUntil(new Date(Date.now() + hours * hour), { subject: [['CN', `root of ${hours}`]], authority: true }),
  ),
)

async function watching({ kind, resource, record, idle = record }: RootStore) {
  const simulator = await startSimulator({ fleet: fleetWith(), clock: () => new Date() })
  onTestFinished(() => simulator.close())
  const scopeId = kinds[kind].scope === 'zone' ? fixtureZone.id : fixtureAccount.id
  const put = (number: 1 | 2, make = record) => {
    const root = roots[number - 1]
    if (root)
      for (const entry of entriesOf({ resource, records: [make(fixtureId(number), root)] }))
        simulator.resources.put(entry)
  }
  const wanted = { stores: [storeEntry({ kind, scopeId })] }
  let monitor = monitorOf(simulator, wanted)
  let hours = 0
  /** By number: status and severity. */
  function seen() {
    const now = Date.now() / 1000 + hours * 3600
    const found = certificatesOf(monitor.inventory.snapshot).map((certificate) => {
      const { entry, known } = certificate
      const { severity } = judgeCertificate({ certificate, replaceableSince: undefined }, now)
      return [Number(entry.certificateId.slice(-4)), [statusOfKnown(entry.kind, known), severity]] as const
    })
    return Object.fromEntries(found)
  }

  put(1)
  await monitor.run()
  return {
    put,
    putIdle: () => put(2, idle),
    /** Its end comes, and Cloudflare removes it. */
    async endAndVanish(how: 'vanish' | 'tombstone' = 'vanish') {
      simulator.resources.take({ resource, scopeId, id: fixtureId(1) }, how)
      hours += 31
      monitor.later(31)
      await monitor.run()
      return seen()
    },
    /** Somebody deletes all of them. */
    takeAll() {
      for (const number of [1, 2]) simulator.resources.take({ resource, scopeId, id: fixtureId(number) }, 'vanish')
    },
    async run() {
      await monitor.run()
      return seen()
    },
    /** Another process, with what this one has written to the state file. */
    restart() {
      const now = Date.now() / 1000 + hours * 3600
      const reading = readState(stateText(monitor.inventory.snapshot, now))
      if (!reading.ok) throw new Error(reading.detail)
      monitor = monitorOf(simulator, wanted)
      monitor.later(hours)
      monitor.inventory.restore(reading.state, now)
      return seen()
    },
  }
}

const removals = [trustStore, gateway].flatMap((store) =>
  (['vanish', 'tombstone'] as const).map((how) => ({ kind: store.kind, store, how })),
)
test.each(removals)(
  '$kind, $how: the only root is gone, over a restart, until another one takes its place',
  async ({ store, how }) => {
    const { endAndVanish, putIdle, put, run, restart } = await watching(store)
    putIdle()
    await run()
    expect((await endAndVanish(how))[1]).toEqual(['gone', 'critical'])
    expect(restart()[1]).toEqual(['gone', 'critical'])
    expect((await run())[1]).toEqual(['gone', 'critical'])
    put(2)
    expect(Object.keys(await run())).toEqual(['2'])
  },
)

test.each([trustStore, gateway])('$kind: one that has a successor is forgotten', async (store) => {
  const { put, run, endAndVanish } = await watching(store)
  put(2)
  await run()
  expect(Object.keys(await endAndVanish())).toEqual(['2'])
})

test.each([trustStore, gateway])(
  '$kind: one that is deleted at the same time takes the place of none',
  async (store) => {
    const { put, run, takeAll } = await watching(store)
    put(2)
    await run()
    takeAll()
    // An empty list is believed once each has been asked for twice.
    await run()
    expect(await run()).toEqual({ 1: ['gone', 'critical'] })
  },
)

test('a root of Gateway that was not in use is forgotten', async () => {
  const { endAndVanish, put } = await watching({ ...gateway, record: gateway.idle ?? gateway.record })
  put(2)
  expect(Object.keys(await endAndVanish())).toEqual(['2'])
})

test.each([mtls, access])(
  '$kind: Cloudflare removes none by itself, so one that vanishes is forgotten',
  async (store) => {
    const { put, run, endAndVanish } = await watching(store)
    put(2)
    await run()
    expect(Object.keys(await endAndVanish())).toEqual(['2'])
  },
)
