import { atOnce } from './http/at-once.ts'
import { healthRoutes, type Readiness } from './http/health-routes.ts'
import { metricsRoute } from './http/metrics-route.ts'
import { reloadRoute } from './http/reload-route.ts'
import type { Routes } from './http/routes.ts'
import { sameSiteOnly } from './http/same-site.ts'
import { readingsOf } from './inventory/readings.ts'
import { type DaemonParts, MetricsPage } from './metrics-page.ts'
import { statusRoutes } from './status-routes.ts'
import { statusSource } from './status-source.ts'

export interface DaemonRoutes {
  readonly table: Routes
  /** `/healthz` and `/readyz` alone, for a kubelet outside the door. */
  readonly probes: Routes
  /** The listener has been opened. */
  opened(): void
  /** From now on the daemon is not ready. */
  stopping(): void
}

/** Ready all the same after so long, or an outage at the start would keep the pod out of every scrape. */
const readyAtTheLatestSeconds = 60

/** Each one keeps a whole answer in memory until it is read: enough for a pair of Prometheus servers and some people. */
const mostScrapes = 8

/** What the daemon answers over HTTP (contract section 3). */
export function daemonRoutes(parts: DaemonParts): DaemonRoutes {
  const { watching, reloader, clock } = parts
  const metrics = new MetricsPage(parts)
  const untilStopping = new AbortController()
  let readyAt = Number.POSITIVE_INFINITY

  function ready(): Readiness {
    if (untilStopping.signal.aborted) return 'shutting down'
    const restored = watching.state.restoredWrittenAt !== undefined
    if (restored || clock.monotonic() >= readyAt) return true
    const readings = readingsOf(watching.inventory.snapshot)
    const unasked = readings.filter(({ lastCheck }) => lastCheck === undefined).length
    return (
      unasked === 0 ||
      `${unasked} of ${readings.length} certificates, hostnames and listings have not been asked for yet`
    )
  }

  const probes = healthRoutes(ready)
  return {
    probes,
    table: {
      ...probes,
      '/metrics': {
        GET: atOnce(
          mostScrapes,
          metricsRoute((format) => metrics.write(format)),
        ),
      },
      '/-/reload': { POST: sameSiteOnly(reloadRoute(() => reloader.reload('http'))) },
      ...statusRoutes(statusSource(parts)),
    },
    opened() {
      readyAt = clock.monotonic() + readyAtTheLatestSeconds
      void metrics.keepFresh(untilStopping.signal)
    },
    stopping() {
      untilStopping.abort()
    },
  }
}
