import type { CertificateKey, CertificateKind, Fleet, SimulatedCertificate } from './model.ts'

/** What Cloudflare stores at this moment. */
export interface Store {
  hasZone(zoneId: string): boolean
  certificates(kind: CertificateKind, zoneId: string): readonly SimulatedCertificate[]
  certificate(key: CertificateKey): SimulatedCertificate | undefined
  all(): readonly SimulatedCertificate[]
  /** Adds a certificate, or replaces the one with the same kind, zone and id. Its zone becomes visible. */
  upsert(certificate: SimulatedCertificate): void
  /** `tombstone`: stays readable with the status `deleted`, as at Cloudflare. `vanish`: from now on a 404. */
  remove(key: CertificateKey, how: 'tombstone' | 'vanish'): void
}

export function createStore(fleet: Fleet): Store {
  const zones = new Set(fleet.zones.map(({ id }) => id))
  const shelves = new Map<string, Map<string, SimulatedCertificate>>()

  const shelf = (kind: CertificateKind, zoneId: string) => shelves.get(`${kind}/${zoneId}`)
  const certificate = (key: CertificateKey) => shelf(key.kind, key.zoneId)?.get(key.certificateId)

  function put(each: SimulatedCertificate): void {
    const place = shelf(each.kind, each.zoneId) ?? new Map<string, SimulatedCertificate>()
    shelves.set(`${each.kind}/${each.zoneId}`, place.set(each.certificateId, each))
  }

  for (const each of fleet.certificates) put(each)

  return {
    hasZone: (zoneId) => zones.has(zoneId),
    certificates: (kind, zoneId) => [...(shelf(kind, zoneId)?.values() ?? [])],
    certificate,
    all: () => [...shelves.values()].flatMap((place) => [...place.values()]),
    upsert(each) {
      zones.add(each.zoneId)
      put(each)
    },
    remove(key, how) {
      const present = certificate(key)
      if (present?.record === undefined)
        throw new Error(`the simulator has no certificate ${key.certificateId} to remove`)
      if (how === 'vanish') shelf(key.kind, key.zoneId)?.delete(key.certificateId)
      else put({ ...present, record: { ...present.record, status: 'deleted' } })
    },
  }
}
