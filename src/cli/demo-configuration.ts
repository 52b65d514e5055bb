import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type CertificateKind, kindPresentedFor, kindsOfScope, kindsReadByDefault } from '../kinds/kinds.ts'
import { exampleAccount, legacyAccount } from '../simulator/fleet/zones.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Fleet } from '../simulator/store/model.ts'

const labels = { team: 'demo' }

const byDefault: readonly CertificateKind[] = kindsReadByDefault
const furtherKinds = kindsOfScope.zone.filter((kind) => !byDefault.includes(kind))

/** Writes the configuration that a user of this fleet would write, so that `check` and an editor can open it too. */
export async function writeDemoConfiguration(
  folder: string,
  simulator: Simulator,
  fleet: Fleet,
  listen: string,
): Promise<string> {
  const path = join(folder, 'config.yaml')
  const configuration = {
    schedule: '15s',
    // A cycle has to fit into the schedule.
    cloudflare: { base_url: simulator.baseUrl, requests_per_5m: 1200 },
    credentials: { default: { api_token_file: 'token' } },
    certificates: fleet.certificates.map(({ kind, zoneId, certificateId, zone, name }) => ({
      zone_id: zoneId,
      certificate_id: certificateId,
      name,
      zone,
      kind,
      labels,
    })),
    hostnames: (fleet.hostnames ?? []).map(({ zoneId, zone, hostname }) => ({
      zone_id: zoneId,
      hostname,
      zone,
      labels,
    })),
    zones: zoneEntries(fleet),
    accounts: accountEntries(fleet),
    server: { listen },
  }
  await writeFile(join(folder, 'token'), `${simulator.credentials.token}\n`, { mode: 0o600 })
  await writeFile(path, stringify(configuration, { lineWidth: 0 }))
  return path
}

/** The zone's own store where it is on, and what else is kept in a zone where something is, or where the plan does not include it. */
function zoneEntries({ zones, settings = [], resources = [], refusals = [] }: Fleet) {
  const inUse = new Set([...resources, ...refusals].map(({ scopeId }) => scopeId))
  return zones.flatMap(({ id, name }) => {
    const isOn = settings.some(({ zoneId, enabled }) => enabled && zoneId === id)
    const kinds = [...(isOn ? [kindPresentedFor.zone] : []), ...(inUse.has(id) ? furtherKinds : [])]
    return kinds.length > 0 ? [{ zone_id: id, zone: name, kinds, labels }] : []
  })
}

function accountEntries({ resources = [], refusals = [] }: Fleet) {
  const inUse = new Set([...resources, ...refusals].map(({ scopeId }) => scopeId))
  return [exampleAccount, legacyAccount]
    .filter(({ id }) => inUse.has(id))
    .map(({ id, name }) => ({ account_id: id, account: name, labels }))
}
