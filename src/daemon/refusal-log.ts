import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { type OnRefused, type Refusal, refusals } from '../http/refusals.ts'

export interface RefusalLogOptions {
  readonly log: Logger
  readonly clock: Clock
  readonly count: (reason: Refusal) => void
}

/** Seconds between two log lines with the same reason. Clients that are turned away must not be able to fill the log. */
const quietSeconds = 60

/** Counts the clients that are turned away at the listener, and logs a warning. */
export function refusalLog({ log, clock, count }: RefusalLogOptions): OnRefused {
  const last = new Map<Refusal, { at: number; untold: number }>()

  return (reason, client, detail) => {
    count(reason)
    const fields = { event: 'client_refused', reason, client, ...(detail !== undefined && { detail }) }
    // A health check or port scanner that only opens a connection would fill the log for ever.
    if (reason === 'tls') return log.debug(fields, `${refusals[reason]}: ${detail}`)
    const now = clock.monotonic()
    const before = last.get(reason)
    if (before && now - before.at < quietSeconds) {
      before.untold += 1
      return
    }
    last.set(reason, { at: now, untold: 0 })
    const since = before?.untold ?? 0
    log.warn(
      { ...fields, ...(since > 0 && { untold: since }) },
      `${client} was turned away: ${refusals[reason]}${since > 0 ? `; ${since} more were not logged` : ''}`,
    )
  }
}
