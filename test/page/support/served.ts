import { afterAll, beforeAll } from 'vitest'
import { statusRoutes } from '../../../src/daemon/status-routes.ts'
import type { Change } from '../../../src/history/model.ts'
import { AnswerMemory } from '../../../src/http/answer-memory.ts'
import { type HttpServer, listen } from '../../../src/http/server.ts'
import { certificatesOf, type Snapshot } from '../../../src/inventory/snapshot.ts'
import type { DaemonFacts } from '../../../src/report/daemon-facts.ts'
import { quietDaemon } from './facts.ts'
import { manifold, manifoldHostnames, noon, snapshotOf } from './fleet.ts'

/** What is served, for a test to change. */
export interface Served {
  readonly url: string
  isOn: boolean
  now: number
  snapshot: Snapshot
  daemon: Partial<DaemonFacts>
  history: readonly Change[]
  redact: (text: string) => string
}

const beginning = {
  isOn: true,
  now: noon,
  snapshot: snapshotOf(manifold, { hostnames: manifoldHostnames }),
  daemon: {},
  history: [],
  redact: (text: string) => text,
}

/** Page and JSON on a socket of their own, for all tests of a file; each begins with the manifold fleet at noon. */
export function useServed(): () => Served {
  let server: HttpServer | undefined
  let served: Served | undefined
  beforeAll(async () => {
    const state: Omit<Served, 'url'> = { ...beginning }
    const routes = statusRoutes(
      {
        isOn: () => state.isOn,
        now: () => state.now,
        snapshot: () => state.snapshot,
        certificates: () => certificatesOf(state.snapshot),
        daemon: () => ({ ...quietDaemon, ...state.daemon }),
        history: () => state.history,
        redact: (text) => state.redact(text),
      },
      new AnswerMemory(() => undefined),
    )
    server = await listen({ host: '127.0.0.1', port: 0 }, routes, (error) => {
      throw error
    })
    served = Object.assign(state, { url: server.url })
  })
  afterAll(() => server?.stop(0))
  return () => {
    if (!served) throw new Error('nothing is served yet')
    return served
  }
}

export function reset(served: Served): void {
  Object.assign(served, beginning)
}
