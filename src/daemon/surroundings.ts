import type { Registry } from 'prom-client'
import { type OpenTransport, openTransport } from '../cloudflare/transport.ts'
import { type ReadFile, readLimited } from '../files/read-limited.ts'
import { type Calendar, createCalendar } from '../schedule/cron-calendar.ts'
import { type Listeners, type ListenersOptions, openListeners } from './listeners.ts'
import { measureProcess } from './process-metrics.ts'

/**
 * What the daemon takes from outside, besides time, chance and the disk of its state. `test/simulation` gives its own, and then no
 * timer, socket or file of Node.js is used.
 */
export interface Surroundings {
  /** Reads the files that the configuration names: secrets and CA files. */
  readonly readFile: ReadFile
  readonly openTransport: OpenTransport
  /** @throws as `openListeners` does */
  readonly openListeners: (options: ListenersOptions) => Promise<Listeners>
  readonly createCalendar: (cron: string, timezone: string) => Calendar
  /** Adds the metrics of the process. */
  readonly measureProcess: (register: Registry) => void
  /** Resolves when other waiting work has had its turn. */
  readonly nextTurn: () => Promise<void>
}

export const systemSurroundings: Surroundings = {
  readFile: readLimited,
  openTransport,
  openListeners,
  createCalendar,
  measureProcess,
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
}
