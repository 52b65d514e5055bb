import type { Logger } from 'pino'
import type { CertificateEntry, Seconds, UnixSeconds } from './certificate/model.ts'
import type { Clock } from './clock.ts'
import type { OpenCircuit } from './cloudflare/circuit.ts'
import type { WatchedCertificate } from './inventory/snapshot.ts'
import { linesAbout } from './monitor/check-log.ts'
import type { CycleReport, CycleScope } from './monitor/cycle.ts'

const heldBack = {
  outage: 'Cloudflare cannot be asked: what is known is kept, and one request now and then finds out when it can',
  refused: 'Cloudflare refuses the credential: it is tried ever more rarely, and at once when its file changes',
} as const satisfies Record<OpenCircuit['cause'], string>

/** Writes down what cycles do, and remembers when the last full one ran. */
export class CycleJournal {
  readonly #log: Logger
  readonly #clock: Clock
  #lastCycle: { readonly startedAt: UnixSeconds; readonly duration: Seconds } | undefined

  constructor(log: Logger, clock: Clock) {
    this.#log = log
    this.#clock = clock
  }

  /** The last full cycle that ran to its end; undefined before the first. */
  get lastCycle(): { readonly startedAt: UnixSeconds; readonly duration: Seconds } | undefined {
    return this.#lastCycle
  }

  /** Runs a cycle and writes down how it ended. Resolves with how many checks failed, and never rejects. */
  async keep(scope: CycleScope, signal: AbortSignal, cycle: () => Promise<CycleReport>): Promise<number> {
    const startedAt = this.#clock.now()
    try {
      const report = await cycle()
      const { checked, failed, seconds } = report
      if (scope === 'all') this.#lastCycle = { startedAt, duration: seconds }
      const fields = { event: 'cycle_done', scope, checked, failed, seconds: Number(seconds.toFixed(3)) }
      this.#log.info(fields, `checked ${checked} certificates, ${failed} checks failed`)
      return failed
    } catch (error) {
      if (signal.aborted) return 0
      this.#log.error({ event: 'cycle_failed', scope, err: error }, 'a cycle broke off: this is a fault of the program')
      return 1
    }
  }

  readonly checked = (previous: WatchedCertificate, next: WatchedCertificate): void => {
    for (const { level, fields, message } of linesAbout(previous, next, this.#clock.now())) {
      this.#log[level](fields, message)
    }
  }

  readonly internalError = (error: unknown, { kind, zoneId, certificateId, name }: CertificateEntry): void => {
    const fields = { event: 'internal_error', kind, zone_id: zoneId, certificate_id: certificateId, name, err: error }
    this.#log.error(fields, `${name}: the check failed by a fault of this program`)
  }

  circuitEvent(credentials: string, open: OpenCircuit | undefined): void {
    if (!open) {
      this.#log.info({ event: 'requests_resumed', credentials }, `${credentials}: Cloudflare answers again`)
      return
    }
    const { cause, failure } = open
    const fields = { event: 'requests_held_back', cause, credentials, reason: failure.reason, detail: failure.detail }
    this.#log.error(fields, `${credentials}: ${heldBack[cause]}`)
  }

  scheduleEvent(event: 'clock_jump' | 'skipped_tick'): void {
    if (event === 'clock_jump')
      this.#log.warn({ event }, 'the clock was stepped or the machine suspended: checking everything now')
    else this.#log.warn({ event }, 'the last cycle still runs: this tick of the schedule is skipped')
  }
}
