import type { UnixSeconds } from '../certificate/model.ts'
import type { Credential } from '../config/model.ts'
import { ownShare } from '../config/sharding.ts'
import { allCertificatesOf } from '../inventory/watched-bundle.ts'
import { watchedCounts } from '../inventory/watched-counts.ts'
import type { CredentialFacts, DaemonFacts } from '../report/daemon-facts.ts'
import { revision, version } from '../version.ts'
import { drillCertificate } from './drill.ts'
import type { DaemonParts } from './metrics-page.ts'
import type { StatusSource } from './status-routes.ts'

/** Collects what the status page shows, from memory alone. */
export function statusSource(parts: DaemonParts): StatusSource {
  const { watching, history, reloader, clock, redactor } = parts
  const startedAt = clock.now()
  return {
    isOn: () => reloader.config.server.statusPage,
    now: () => clock.now(),
    snapshot: () => watching.inventory.snapshot,
    certificates: (now) => {
      const drill = reloader.config.drill ? drillCertificate(startedAt, now) : undefined
      const watched = allCertificatesOf(watching.inventory.snapshot)
      return drill ? [...watched, drill] : watched
    },
    daemon: (now) => daemonFacts(parts, startedAt, now),
    history: (key) => history.of(key),
    redact: redactor.apply,
  }
}

function daemonFacts(parts: DaemonParts, startedAt: UnixSeconds, now: UnixSeconds): DaemonFacts {
  const { watching, reloader, nodeVersion, door } = parts
  const { config, status } = reloader
  return {
    version,
    revision,
    nodeVersion,
    startedAt,
    watched: watchedCounts(watching.inventory.snapshot),
    schedule: config.schedule,
    lastCycle: watching.cycleLog.lastCycle,
    nextCycle: watching.nextCycle,
    baseUrl: config.cloudflare.baseUrl,
    alertmanagerUrl: config.server.alertmanagerUrl,
    requestsPer5m: Math.floor(ownShare(config).cloudflare.requestsPer5m),
    credentials: [...config.credentials.values()].map((credential) => credentialFacts(credential, parts, now)),
    config: {
      path: config.path,
      hash: config.hash,
      loadedAt: status.loadedAt,
      reloadSuccessful: status.successful,
    },
    shard: config.shard,
    stateWrittenAt: watching.state.restoredWrittenAt,
    stateTrouble: watching.state.trouble,
    judged: {
      isReloadSuccessful: status.successful,
      isWebReloadSuccessful: door.lastReloadSuccessful,
      isStateWritten: watching.state.lastWriteSuccessful,
      webTlsExpiry: door.tlsExpiry,
      areCaFilesReadable: watching.trust.files.areReadable,
    },
  }
}

function credentialFacts(
  { name, kind }: Credential,
  { watching, selfMetrics }: DaemonParts,
  now: UnixSeconds,
): CredentialFacts {
  const token = watching.credentials.tokens.find(({ credentials }) => credentials === name)
  const key = watching.credentials.keys.find(({ credentials }) => credentials === name)
  const heldBack = watching.credentials.heldBack(name)
  const reading = watching.credentials.readings.get(name)
  return {
    name,
    kind,
    valid: key ? !key.isRefused : token?.valid,
    isUnverifiable: token?.isUnverifiable ?? false,
    unreadable: reading && !reading.ok ? reading.detail : undefined,
    expiresOn: token?.expiresOn,
    remaining: selfMetrics.remainingOf(name),
    heldBack: heldBack && {
      cause: heldBack.cause,
      reason: heldBack.failure.reason,
      detail: heldBack.failure.detail,
      nextAttempt: now + heldBack.seconds,
    },
  }
}
