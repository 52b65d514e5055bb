import type { IssuedCertificate } from './certificates.ts'
import type { Fleet, SimulatedCertificate, Zone } from './model.ts'
import { type Calendar, calendar, issueUntil, recordOf } from './records.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { visibleZones } from './zones.ts'

/** Named certificates for everything that can be seen of one, made with real keys, each with what must be seen of it. */
export async function demoFleet({ now }: { readonly now: Date }): Promise<Fleet> {
  const at = calendar(now)
  const authority = await fleetAuthority(at)
  const certificates = await Promise.all(scenarios.map((scenario) => simulate(scenario, at, authority)))
  return { zones: visibleZones, certificates }
}

async function simulate(scenario: Scenario, at: Calendar, authority: IssuedCertificate): Promise<SimulatedCertificate> {
  const { number, zone, kind = 'hostname', name, about, expectation, listed = true, make } = scenario
  const id = certificateId(number)
  const record = await make({ at, id, authority })
  return { name, zone: zone.name, zoneId: zone.id, certificateId: id, kind, about, expectation, record, listed }
}

/** With an e-mail address in its name, which Go writes as `1.2.840.113549.1.9.1=#0c…`: so it stands in the fleet's issuers. */
function fleetAuthority(at: Calendar): Promise<IssuedCertificate> {
  return issueUntil(at.days(3000), {
    subject: [
      ['C', 'NL'],
      ['ST', 'Noord-Holland'],
      ['L', 'Amsterdam'],
      ['O', 'Example, Inc.'],
      ['OU', 'Origins'],
      ['CN', 'Example Origin CA'],
      ['EMAIL', 'pki@example.com'],
    ],
    notBefore: at.days(-3000),
    authority: true,
  })
}

function certificateId(number: number): string {
  return `5e4f1c2a-7b3d-4e60-9a8c-${String(number).padStart(12, '0')}`
}

/** Many certificates that share a few real ones, for load: ids differ, the rest repeats. Ten days left for every tenth. */
export async function largeFleet(size: {
  readonly zones: number
  readonly certificatesPerZone: number
  readonly now: Date
}): Promise<Fleet> {
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
  return { zones, certificates }
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
