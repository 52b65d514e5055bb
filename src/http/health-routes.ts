import type { Routes } from './routes.ts'

/** `true`, or the reason why not, for people. */
export type Readiness = true | string

/** The two probes of a kubelet. Health never depends on Cloudflare, because a restart would not help and could lose known values. */
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
