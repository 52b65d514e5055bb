import { certificatesOf, type Snapshot } from '../../../src/inventory/snapshot.ts'
import { Successors } from '../../../src/judgement/successors.ts'
import type { DaemonFacts, PageFacts } from '../../../src/page/page-facts.ts'
import { readPageQuery } from '../../../src/page/query.ts'
import { CertificateCache } from '../../../src/report/certificate-cache.ts'
import { listAll } from '../../../src/report/sorted-certificates.ts'
import { noon } from './fleet.ts'

export const quietDaemon: DaemonFacts = {
  version: '1.2.3',
  revision: 'abcdef0',
  nodeVersion: 'v24.21.0',
  startedAt: noon - 9000,
  watched: { certificates: 10, hostnames: 4, zones: 1 },
  schedule: { text: '@hourly', timezone: 'UTC', intervalSeconds: 3600 },
  lastCycle: { startedAt: noon - 200, duration: 12.3 },
  nextCycle: noon + 3000,
  baseUrl: 'https://api.cloudflare.com/client/v4',
  requestsPer5m: 600,
  credentials: [
    {
      name: 'default',
      kind: 'token',
      valid: true,
      isUnverifiable: false,
      unreadable: undefined,
      expiresOn: noon + 90 * 86_400,
      remaining: 1130,
      heldBack: undefined,
    },
  ],
  config: { path: 'config/config.yaml', hash: 0x1234567890ab, loadedAt: noon - 9000, reloadSuccessful: true },
  shard: { index: 0, total: 1 },
  stateWrittenAt: undefined,
  stateTrouble: undefined,
}

/** What a page at noon is made of. */
export function factsOf(snapshot: Snapshot, address = '', daemon: Partial<DaemonFacts> = {}, now = noon): PageFacts {
  const successors = new Successors()
  return {
    now,
    query: readPageQuery(new URLSearchParams(address)),
    all: listAll(certificatesOf(snapshot), new CertificateCache(), now, (certificate) =>
      successors.of(certificate, snapshot.zones.get(certificate.entry.zoneId)),
    ),
    snapshot,
    daemon: { ...quietDaemon, ...daemon },
  }
}
