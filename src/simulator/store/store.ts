import { type AssociationBook, createAssociationBook, type StoredAssociation } from './association-book.ts'
import type {
  Association,
  CertificateKey,
  CertificateKind,
  CertificateRecord,
  Fleet,
  SimulatedCertificate,
  SimulatedHostname,
} from './model.ts'
import { createResourceShelf, type ResourceShelf } from './resource-shelf.ts'
import { createZoneRegistry, type ZoneRegistry } from './zone-registry.ts'

/** Everything that Cloudflare stores now. */
export interface Store extends ZoneRegistry, Omit<AssociationBook, 'forgetZone'> {
  /** The list of a store, without entries that are not listed or not yet. */
  listed(kind: CertificateKind, zoneId: string): readonly CertificateRecord[]
  certificate(key: CertificateKey): SimulatedCertificate | undefined
  /** The other API resources that are certificates. */
  readonly resources: ResourceShelf
  all(): readonly SimulatedCertificate[]
  /** The certificates as the fleet was made, with their expected states. */
  readonly hostnames: readonly SimulatedHostname[]
  /** Adds a certificate, or replaces the one with the same kind, zone and id. Its zone becomes visible. */
  upsert(certificate: SimulatedCertificate): void
  /** `tombstone`: stays readable with the status `deleted`, as at Cloudflare. `vanish`: answered with 404 from now on. */
  remove(key: CertificateKey, how: 'tombstone' | 'vanish'): void
}

export function createStore(fleet: Fleet, clock: () => Date): Store {
  const zones = createZoneRegistry(fleet)
  const shelves = new Map<string, Map<string, SimulatedCertificate>>()

  const shelf = (kind: CertificateKind, zoneId: string) => shelves.get(`${kind}/${zoneId}`)
  const certificate = (key: CertificateKey) => shelf(key.kind, key.zoneId)?.get(key.certificateId)

  function demand(key: CertificateKey): { present: SimulatedCertificate; record: CertificateRecord } {
    const present = certificate(key)
    if (present?.record !== undefined) return { present, record: present.record }
    throw new Error(`the simulator has no certificate ${key.certificateId}`)
  }

  function put(each: SimulatedCertificate): void {
    const place = shelf(each.kind, each.zoneId) ?? new Map<string, SimulatedCertificate>()
    shelves.set(`${each.kind}/${each.zoneId}`, place.set(each.certificateId, each))
  }

  for (const each of fleet.certificates) put(each)

  const asOldAsItsCertificate = (each: Association): StoredAssociation => {
    const uploadedOn = certificate({ kind: 'hostname', ...each })?.record?.uploaded_on
    return { ...each, createdAt: uploadedOn, updatedAt: uploadedOn }
  }
  const first = (fleet.associations ?? []).map(asOldAsItsCertificate)
  const resources = createResourceShelf(fleet, clock)
  const { forgetZone, ...associations } = createAssociationBook(first, clock)

  return {
    ...zones,
    resources,
    ...associations,
    certificate,
    hostnames: fleet.hostnames ?? [],
    all: () => [...shelves.values()].flatMap((place) => [...place.values()]),
    listed(kind, zoneId) {
      const now = clock()
      const there = [...(shelf(kind, zoneId)?.values() ?? [])].filter((each) => isListed(each, now))
      return there.flatMap(({ record }) => (record ? [record] : []))
    },
    upsert(each) {
      if (!zones.hasZone(each.zoneId)) zones.addZone({ id: each.zoneId, name: each.zone })
      put(each)
    },
    remove(key, how) {
      const { present, record } = demand(key)
      if (how === 'vanish') shelf(key.kind, key.zoneId)?.delete(key.certificateId)
      else put({ ...present, record: { ...record, status: 'deleted' } })
    },
    associate(change) {
      demand({ kind: 'hostname', ...change })
      associations.associate(change)
    },
    removeZone(zoneId) {
      zones.removeZone(zoneId)
      forgetZone(zoneId)
      resources.forgetScope(zoneId)
      for (const kind of ['hostname', 'zone'] as const) shelves.delete(`${kind}/${zoneId}`)
    },
  }
}

function isListed({ listed = true, listedFrom }: SimulatedCertificate, now: Date): boolean {
  return listed && (listedFrom === undefined || listedFrom.getTime() <= now.getTime())
}
