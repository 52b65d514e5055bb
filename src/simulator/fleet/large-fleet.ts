import { type Calendar, calendar, issueUntil, recordOf } from '../api/records.ts'
import type { Association, Fleet, SimulatedCertificate, Zone } from '../store/model.ts'
import type { IssuedCertificate } from './certificates.ts'
import { certificateId } from './scenario.ts'

export interface LargeFleetSize {
  /** 120 zones make three pages of 50. */
  readonly zones: number
  readonly certificatesPerZone: number
  readonly now: Date
  /** Whether `certificate-N` is assigned to `app-N.zone-I.example`. Default false. */
  readonly associations?: boolean
  /** Whether the zone store of every zone is on. Default false. */
  readonly zoneStoreEnabled?: boolean
}

/** Many certificates for load tests. They share a few real certificates and differ in their ids. Every tenth has ten days left. */
export async function largeFleet(size: LargeFleetSize): Promise<Fleet> {
  const at = calendar(size.now)
  const fine = await Promise.all([90, 180, 270].map((days) => sharedLeaf(at, days)))
  const soon = await sharedLeaf(at, 10)
  const zones = Array.from({ length: size.zones }, (_, index) => largeZone(index))
  const certificates = zones.flatMap((zone, zoneIndex) =>
    Array.from({ length: size.certificatesPerZone }, (_, index) => {
      const number = zoneIndex * size.certificatesPerZone + index
      const leaf = number % 10 === 9 ? soon : fine[number % fine.length]
      return largeMember(zone, number, leaf ?? soon, leaf === soon)
    }),
  )
  const associations = size.associations ? certificates.map(largeAssociation) : []
  const settings = zones.map(({ id }) => ({ zoneId: id, enabled: size.zoneStoreEnabled ?? false }))
  return { zones, certificates, associations, settings }
}

function sharedLeaf(at: Calendar, days: number): Promise<IssuedCertificate> {
  return issueUntil(at.days(days), { subject: [['CN', `shared, ${days} days`]] })
}

function largeZone(index: number): Zone {
  return { id: String(index).padStart(32, '0'), name: `zone-${index}.example` }
}

function largeMember(zone: Zone, number: number, leaf: IssuedCertificate, soon: boolean): SimulatedCertificate {
  const id = certificateId(number)
  return {
    name: `certificate-${number}`,
    zone: zone.name,
    zoneId: zone.id,
    certificateId: id,
    kind: 'hostname',
    about: 'one of many',
    expectation: { state: soon ? 'critical' : 'ok' },
    record: recordOf(id, leaf),
  }
}

function largeAssociation({ zoneId, zone, name, certificateId: id }: SimulatedCertificate): Association {
  return { zoneId, hostname: `${name.replace('certificate', 'app')}.${zone}`, certificateId: id, enabled: true }
}
