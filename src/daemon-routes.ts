import type { Clock } from './clock.ts'
import { CertificateText } from './exposition/certificate-text.ts'
import { familiesOfDaemon } from './exposition/daemon-families.ts'
import { contentTypes, type Format, writeEnd, writeFamilies } from './exposition/text.ts'
import { healthRoutes, type Readiness } from './http/health-routes.ts'
import { landingPage } from './http/landing-page.ts'
import { type Exposition, metricsRoute } from './http/metrics-route.ts'
import { reloadRoute } from './http/reload-route.ts'
import type { Routes } from './http/routes.ts'
import type { Reloader } from './reloader.ts'
import type { SelfMetrics } from './self-metrics.ts'
import { revision, version } from './version.ts'
import type { Watching } from './watching.ts'

export interface DaemonParts {
  readonly watching: Watching
  readonly reloader: Reloader
  readonly selfMetrics: SelfMetrics
  readonly nodeVersion: string
  readonly clock: Clock
}

export interface DaemonRoutes {
  readonly table: Routes
  /** The listener has been opened. */
  opened(): void
  /** From now on the daemon is not ready. */
  stopping(): void
}

/** Ready all the same after so long, or an outage at the start would keep the pod out of every scrape. */
const readyAtTheLatestSeconds = 60

/** What the daemon answers over HTTP (contract section 3). */
export function daemonRoutes(parts: DaemonParts): DaemonRoutes {
  const { watching, reloader, clock } = parts
  const text = new CertificateText()
  let stopping = false
  let readyAt = Number.POSITIVE_INFINITY

  function ready(): Readiness {
    if (stopping) return 'shutting down'
    const certificates = [...watching.inventory.snapshot.values()]
    const unasked = certificates.filter(({ check }) => check.lastCheck === undefined).length
    const restored = watching.state.restoredWrittenAt !== undefined
    if (restored || unasked === 0 || clock.monotonic() >= readyAt) return true
    return `${unasked} of ${certificates.length} certificates have not been asked for yet`
  }

  return {
    table: {
      ...healthRoutes(ready),
      '/metrics': { GET: metricsRoute((format) => exposition(format, text, parts)) },
      '/-/reload': { POST: reloadRoute(() => reloader.reload('http')) },
      '/': {
        GET: () => (reloader.config.server.statusPage ? landingPage(version) : { status: 404, body: 'not found\n' }),
      },
    },
    opened() {
      readyAt = clock.monotonic() + readyAtTheLatestSeconds
    },
    stopping() {
      stopping = true
    },
  }
}

async function exposition(
  format: Format,
  text: CertificateText,
  { watching, reloader, selfMetrics, nodeVersion, clock }: DaemonParts,
): Promise<Exposition> {
  const self = await selfMetrics.families()
  const { config, status } = reloader
  const daemon = familiesOfDaemon({
    build: { version, revision, nodeVersion },
    certificates: watching.inventory.snapshot.size,
    scheduleInterval: config.schedule.intervalSeconds,
    lastCycle: watching.journal.lastCycle,
    nextCycle: watching.nextCycle,
    config: { reloadSuccessful: status.successful, reloadedAt: status.loadedAt, hash: config.hash },
    tokens: watching.tokens.statuses,
    stateWrittenAt: watching.state.restoredWrittenAt,
  })
  const certificateText = text.write(watching.inventory.snapshot, clock.now(), format)
  const parts = [certificateText, writeFamilies([...daemon, ...self], format), writeEnd(format)]
  return { contentType: contentTypes[format], text: parts.join('') }
}
