import { AnswerMemory } from '../http/answer-memory.ts'
import { healthRoutes, type Readiness } from '../http/health-routes.ts'
import { localOnly } from '../http/local-only.ts'
import { metricsRoute } from '../http/metrics-route.ts'
import { reloadRoute } from '../http/reload-route.ts'
import type { Routes } from '../http/routes.ts'
import { sameSiteOnly } from '../http/same-site.ts'
import { withinMemory } from '../http/within-memory.ts'
import { readHistoriesOf } from '../inventory/read-histories.ts'
import { type DaemonParts, MetricsPage } from './metrics-page.ts'
import { statusRoutes } from './status-routes.ts'
import { statusSource } from './status-source.ts'

export interface DaemonRoutes {
  readonly table: Routes
  /** `/healthz` and `/readyz` alone, for a kubelet that has no password and no client certificate. */
  readonly probes: Routes
  /** Whether a name is allowed in the Host header. */
  readonly isAllowedHost: (name: string) => boolean
  /** Is called when the listener is open. */
  opened(): void
  /** Makes the daemon not ready from now on. */
  stopping(): void
}

/** Seconds after which the daemon is ready in any case. Otherwise an outage at the start would keep the pod out of every scrape. */
const readyAtTheLatestSeconds = 60

/** What the daemon answers over HTTP. The last table of README.md says who may ask for what. */
export function daemonRoutes(parts: DaemonParts): DaemonRoutes {
  const { watching, reloader, door, onRefused, clock } = parts
  const memory = new AnswerMemory(onRefused)
  const metrics = new MetricsPage(parts)
  const untilStopping = new AbortController()
  let readyAt = Number.POSITIVE_INFINITY

  function ready(): Readiness {
    if (untilStopping.signal.aborted) return 'shutting down'
    const restored = watching.state.restoredWrittenAt !== undefined
    if (restored || clock.monotonic() >= readyAt) return true
    const readings = readHistoriesOf(watching.inventory.snapshot)
    const unasked = readings.filter(({ lastCheck }) => lastCheck === undefined).length
    return (
      unasked === 0 ||
      `${unasked} of ${readings.length} certificates, hostnames and listings have not been asked for yet`
    )
  }

  const isNamed = (name: string) => reloader.config.server.allowedHosts?.includes(name) ?? false
  const mayReload = {
    isOpen: () => reloader.config.server.reload || door.isLocked,
    isAllowedHost: isNamed,
    onRefused,
  }
  const reload = reloadRoute(() => reloader.reload('http'))
  const probes = healthRoutes(ready)
  return {
    probes,
    isAllowedHost: (name) => reloader.config.server.allowedHosts === undefined || isNamed(name),
    table: {
      ...probes,
      '/metrics': {
        GET: withinMemory(
          memory,
          metricsRoute((format) => metrics.write(format)),
        ),
      },
      '/-/reload': { POST: sameSiteOnly(localOnly(mayReload, reload)) },
      ...statusRoutes(statusSource(parts), memory),
    },
    opened() {
      readyAt = clock.monotonic() + readyAtTheLatestSeconds
      void metrics.keepFresh(untilStopping.signal)
      // All that a cycle has found has to be shown by the next scrape, which would write it itself.
      parts.watching.cycles.onEnded = () => void metrics.refresh()
    },
    stopping() {
      untilStopping.abort()
    },
  }
}
