import { type Calendar, calendar, issueUntil } from '../api/records.ts'
import type { Association, Fleet, SimulatedCertificate, SimulatedHostname } from '../store/model.ts'
import type { IssuedCertificate } from './certificates.ts'
import { certificateId, type Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { type HostnameScenario, hostnameScenarios, zoneStoreScenarios } from './scenarios-hostname.ts'
import { planRefusals, resourceScenarios, simulateResource } from './scenarios-resources.ts'
import { visibleZones } from './zones.ts'

export { largeFleet } from './large-fleet.ts'

/** Named certificates for every state that can be shown, made with real keys, each with its expected state. */
export async function demoFleet({ now }: { readonly now: Date }): Promise<Fleet> {
  const at = calendar(now)
  const authority = await fleetAuthority(at)
  const certificates = await Promise.all(scenarios.map((scenario) => simulate(scenario, at, authority)))
  const hostnames = hostnameScenarios.map((scenario) => simulateHostname(scenario, certificates))
  const settings = zoneStoreScenarios.map(({ zone, enabled }) => ({ zoneId: zone.id, enabled }))
  const resources = await Promise.all(resourceScenarios.map((scenario) => simulateResource(scenario, at)))
  const own = {
    zones: visibleZones,
    certificates,
    settings,
    hostnames,
    associations: hostnames.flatMap(associationsOf),
  }
  return { ...own, resources, refusals: planRefusals }
}

async function simulate(scenario: Scenario, at: Calendar, authority: IssuedCertificate): Promise<SimulatedCertificate> {
  const { number, zone, kind = 'hostname', name, about, expectation, listed = true, make } = scenario
  const id = certificateId(number)
  const record = await make({ at, id, authority })
  return { name, zone: zone.name, zoneId: zone.id, certificateId: id, kind, about, expectation, record, listed }
}

function simulateHostname(
  { hostname, zone, about, certificate, expectation }: HostnameScenario,
  certificates: readonly SimulatedCertificate[],
): SimulatedHostname {
  const own = { hostname, zone: zone.name, zoneId: zone.id, about, expectation }
  if (certificate === undefined) return own
  const found = certificates.find(({ name, zoneId }) => name === certificate && zoneId === zone.id)
  if (found === undefined) throw new Error(`${zone.name} has no certificate ${certificate} for ${hostname}`)
  return { ...own, certificateId: found.certificateId }
}

const enabled = { enabled: true, disabled: false, voided: null } as const

function associationsOf({ zoneId, hostname, certificateId, expectation }: SimulatedHostname): readonly Association[] {
  const { state } = expectation
  if (state === 'none' || certificateId === undefined) return []
  return [{ zoneId, hostname, certificateId, enabled: enabled[state] }]
}

/** An authority with an e-mail address in its name. Go writes it as `1.2.840.113549.1.9.1=#0c…`. */
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
