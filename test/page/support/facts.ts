import type { DisplayedCertificate } from '../../../src/inventory/displayed-certificate.ts'
import type { Snapshot } from '../../../src/inventory/snapshot.ts'
import type { PageFacts } from '../../../src/page/page-facts.ts'
import { readPageQuery } from '../../../src/page/query.ts'
import { causesOf } from '../../../src/report/causes.ts'
import type { DaemonFacts } from '../../../src/report/daemon-facts.ts'
import { Judge } from '../../../src/report/judged-things.ts'
import { noon } from './fleet.ts'

export const quietDaemon: DaemonFacts = {
  version: '1.2.3',
  revision: 'abcdef0',
  nodeVersion: 'v24.21.0',
  startedAt: noon - 9000,
  watched: { certificates: 10, hostnames: 4, zones: 1, accounts: 0, bundles: 0 },
  schedule: { text: '@hourly', timezone: 'UTC', intervalSeconds: 3600 },
  lastCycle: { startedAt: noon - 200, duration: 12.3 },
  nextCycle: noon + 3000,
  baseUrl: 'https://api.cloudflare.com/client/v4',
  alertmanagerUrl: undefined,
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
  judged: {
    isReloadSuccessful: true,
    isWebReloadSuccessful: undefined,
    isStateWritten: undefined,
    webTlsExpiry: undefined,
    areCaFilesReadable: undefined,
  },
}

/** What a page at noon is made of. */
export function factsOf(
  snapshot: Snapshot,
  address = '',
  changed: Partial<DaemonFacts> = {},
  now = noon,
  certificates?: readonly DisplayedCertificate[],
): PageFacts {
  const daemon = { ...quietDaemon, ...changed }
  const { credentials, judged } = daemon
  const facts = { snapshot, credentials, daemon: judged, ...(certificates && { certificates }) }
  const things = new Judge().everything(facts, now)
  const query = readPageQuery(new URLSearchParams(address))
  return { now, query, things, causes: causesOf(things), snapshot, daemon, history: () => [] }
}
