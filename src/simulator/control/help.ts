import { faultKinds } from '../faults/kinds.ts'
import type { Parameter } from '../faults/parameters.ts'
import { exampleAccount } from '../fleet/zones.ts'
import type { SimulatedCertificate, SimulatedHostname, Zone } from '../store/model.ts'
import type { SimulatedResource } from '../store/resource.ts'
import type { Store } from '../store/store.ts'

/** The text of `GET /simulator`. `origin` is the address that the reader used. */
export function controlHelp(origin: string, store: Store): string {
  const faults = `${origin}/simulator/faults`
  return `A simulated Cloudflare API. Play an outage:

  curl -X POST ${faults} -d '{"fault": "status", "status": 503, "code": 0, "message": "Service unavailable"}'
  curl -X POST ${faults} -d '{"fault": "html", "page": "rate_limited", "times": 5}'
  curl -X POST ${faults} -d '[{"fault": "slow", "ms": 2000}, {"fault": "cut_off", "probability": 0.3}]'
  curl -X POST ${faults} -d '{"fault": "null_result", "path": "/hostnames/certificates"}'
  curl ${faults}
  curl -X DELETE ${faults}

"path": only requests whose path contains this text. "times": so many requests. "probability": 0 to 1.
The oldest fault that is aimed at a request hits it; "slow" comes on top.

Play a rotation: let a hostname use another certificate, delete the old one, switch a zone store on.

${rotation(origin, store)}

Upload another certificate, let one end in a minute, replace it under a new id, take it away, or take the resource out of the plan.

${resourceChanges(origin, store)}

Faults and their parameters

${Object.entries(faultKinds).map(describeFault).join('\n')}

Certificates and what must be seen of them

${first(store.all(), describeCertificate)}

Hostnames and what must be seen of them

${first(store.hostnames, describeHostname)}

Certificates of other API resources and what must be seen of them

${first(store.resources.all(), describeResource)}

Zones, their accounts, and whether their zone store is in use now

${first(store.zones(), (zone) => describeZone(zone, store.zoneStoreEnabled(zone.id)))}
`
}

function first<T>(all: readonly T[], describe: (each: T) => string): string {
  return all.length === 0 ? '  (none)' : all.slice(0, 100).map(describe).join('\n')
}

/** Lines to copy that finish a rotation, if the fleet has one. */
function rotation(origin: string, store: Store): string {
  const waiting = store.hostnames.find(({ expectation }) => expectation.successor !== undefined)
  const { zoneId = 'ZONE_ID', hostname = 'HOSTNAME', certificateId: old = 'OLD_ID' } = waiting ?? {}
  const successor = store.all().find(({ name }) => name === waiting?.expectation.successor)
  const ids = `"zone_id": "${zoneId}", "certificate_id": "${successor?.certificateId ?? 'NEW_ID'}"`
  const change = `{"hostname": "${hostname}", ${ids}, "enabled": true}`
  return `  curl -X POST ${origin}/simulator/associations -d '${change}'
  curl -X DELETE ${origin}/simulator/certificates/hostname/${zoneId}/${old}
  curl -X POST ${origin}/simulator/zones/${zoneId}/settings -d '{"enabled": true}'`
}

function describeFault([name, { about, parameters }]: [string, { about: string; parameters: object }]): string {
  const lines = Object.entries<Parameter<unknown>>({ ...parameters }).map(
    ([parameter, { fallback, shape }]) => `      ${parameter}: ${shape}, default ${JSON.stringify(fallback)}`,
  )
  return [`  ${name}: ${about}`, ...lines].join('\n')
}

function describeCertificate({ name, zone, kind, certificateId, about, expectation }: SimulatedCertificate): string {
  const { state, reason } = expectation
  const seen = reason === undefined ? state : `${state} (${reason})`
  return `  ${certificateId}  ${kind.padEnd(8)}  ${zone.padEnd(15)}  ${name.padEnd(23)}  ${seen}: ${about}`
}

function describeHostname({ hostname, zone, about, expectation }: SimulatedHostname): string {
  const { state, certificate, successor } = expectation
  const seen = certificate === undefined ? state : `${state} (${certificate})`
  const waiting = successor === undefined ? '' : `; ${successor} waits`
  return `  ${hostname.padEnd(23)}  ${zone.padEnd(15)}  ${seen}${waiting}: ${about}`
}

/** Lines to copy, with uploaded certificates of the fleet. */
function resourceChanges(origin: string, store: Store): string {
  const uploaded = store.resources.all().filter(({ resource }) => resource === 'custom_certificates')
  const base = `${origin}/simulator/resources/custom_certificates`
  const of = ({ scopeId, id } = { scopeId: 'ZONE_ID', id: 'ID' }) => `${base}/${scopeId}/${id}`
  const [first, second, third] = uploaded
  return `  curl -X POST ${base}/${first?.scopeId ?? 'ZONE_ID'} -d '{"hosts": ["new.shop.example"], "days": 90}'
  curl -X POST ${of(first)}/age -d '{"days": 0.0007}'
  curl -X POST ${of(second)}/rotate -d '{"days": 90}'
  curl -X DELETE ${of(third)} -d '{"how": "vanish"}'
  curl -X POST ${base}/${third?.scopeId ?? 'ZONE_ID'}/plan -d '{"included": false}'`
}

function describeResource({ id, resource, scopeId, name, about, expectation }: SimulatedResource): string {
  const { state, harmless } = expectation
  const seen = harmless ? `${state} (harmless)` : state
  return `  ${id}  ${resource.padEnd(20)}  ${scopeId}  ${name.padEnd(32)}  ${seen}: ${about}`
}

function describeZone({ id, name, account = exampleAccount }: Zone, enabled: boolean): string {
  return `  ${id}  ${name.padEnd(15)}  ${account.name.padEnd(22)}  ${enabled ? 'in use' : 'off'}`
}
