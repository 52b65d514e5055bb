import type { Routes } from './routes.ts'

/** `true`, or why not, for people. */
export type Readiness = true | string

/**
 * The two probes of a kubelet. Health never depends on Cloudflare: a restart would mend nothing there, and lose what is known.
 */
export function healthRoutes(ready: () => Readiness): Routes {
  return {
    '/healthz': { GET: () => ({ status: 200, body: 'ok\n' }) },
    '/readyz': {
      GET: () => {
        const readiness = ready()
        return readiness === true
          ? { status: 200, body: 'ready\n' }
          : { status: 503, body: `not ready: ${readiness}\n` }
      },
    },
  }
}
