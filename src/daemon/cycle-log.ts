import type { Logger } from 'pino'
import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { OpenCircuit } from '../cloudflare/circuit.ts'
import { type Endpoint, permissionFor, zoneEndpoint } from '../cloudflare/endpoints.ts'
import type { PlaceReport } from '../inventory/place-report.ts'
import type { Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import { idNames } from '../kinds/kinds.ts'
import type { FaultyThing } from '../monitor/check.ts'
import type { LogLine } from '../monitor/check-log.ts'
import type { CycleCost } from '../monitor/cost.ts'
import type { CycleReport } from '../monitor/cycle.ts'
import { linesAboutLostZones } from '../monitor/lost-zones.ts'
import { linesAboutPlace, linesAboutReading } from '../monitor/place-log.ts'
import type { CycleScope } from '../monitor/questions.ts'
import { CostLog } from './cost-log.ts'
import { heldBack } from './credential-held-back.ts'
import type { CredentialReading } from './credential-secrets.ts'
import { fieldsWithUrl } from './row-url.ts'

/** In an outage a cycle waits for its end, which says nothing of the next one. A few things that fail for ever must not hide what it takes. */
const mayFail = 0.1

type CycleEnd = Pick<CycleReport, 'failed' | 'hasNewFailures' | 'isWorthKeeping'>

/** Logs what cycles do, and remembers when the last full cycle ran. */
export class CycleLog {
  /** `server.external_url`. Lines about one certificate then have a `url`. */
  externalUrl: string | undefined
  readonly #log: Logger
  readonly #clock: Clock
  readonly #denied = new Set<string>()
  readonly #costs: CostLog
  /** Seconds that the last full cycle took in which hardly anything failed. */
  #lastWholeCycle: Seconds | undefined
  #lastCycle: { readonly startedAt: UnixSeconds; readonly duration: Seconds } | undefined

  constructor(log: Logger, clock: Clock) {
    this.#log = log
    this.#costs = new CostLog(log)
    this.#clock = clock
  }

  /** The last full cycle that ran to its end, or undefined before the first. */
  get lastCycle(): { readonly startedAt: UnixSeconds; readonly duration: Seconds } | undefined {
    return this.#lastCycle
  }

  /** Runs a cycle and logs how it ended. Never rejects. */
  async keep(scope: CycleScope, signal: AbortSignal, cycle: () => Promise<CycleReport>): Promise<CycleEnd> {
    const startedAt = this.#clock.now()
    try {
      const report = await cycle()
      const { readings, failed, seconds } = report
      if (scope === 'all') this.#lastCycle = { startedAt, duration: seconds }
      if (scope === 'all' && failed <= readings * mayFail) this.#lastWholeCycle = seconds
      this.#tellEnd(report)
      return report
    } catch (error) {
      if (signal.aborted) return { failed: 0, hasNewFailures: false, isWorthKeeping: true }
      this.#log.error(
        { event: 'cycle_failed', scope, err: error },
        'a cycle stopped early because of a bug in this program',
      )
      return { failed: 1, hasNewFailures: false, isWorthKeeping: true }
    }
  }

  #tellEnd({ scope, checked, readings, failed, seconds }: CycleReport): void {
    const fields = { event: 'cycle_done', scope, checked, failed, seconds: Number(seconds.toFixed(3)) }
    if (readings > 0 && failed === readings)
      this.#log.warn(fields, `nothing could be read: ${failed} of ${readings} readings failed`)
    else
      this.#log.info(
        fields,
        `checked ${checked} certificates, ${failed} readings of certificates, hostnames, lists and switches failed`,
      )
  }

  readonly published = (report: PlaceReport, previous: WatchedPlace, next: WatchedPlace): void => {
    this.#write(linesAboutPlace(report, previous, next, this.#clock.now()))
  }

  readonly discovered = (credentials: string, before: Snapshot, after: Snapshot): void => {
    const [previous, next] = [before, after].map(({ discoveries }) => discoveries.get(credentials))
    if (!previous || !next) return
    const what = `the zones that ${credentials} sees`
    this.#write(
      linesAboutReading(previous.reading, next.reading, { event: 'discovery', what, fields: { credentials } }),
    )
    this.#write(linesAboutLostZones(credentials, before, after))
    const zones = next.listed?.length
    if (next.listed === previous.listed || zones === undefined) return
    this.#log.info({ event: 'zones_discovered', credentials, zones }, `${credentials} sees ${zones} zones`)
  }

  /** Logs what a full cycle costs, if that is news. */
  costs(cost: CycleCost, interval: Seconds): void {
    this.#costs.tell(cost, interval, this.#lastWholeCycle)
  }

  /** Logs once that a permission is missing, until it may have been granted. */
  readonly denied = (credentials: string, endpoint: Endpoint): void => {
    // For a zone that is no longer listed, a refusal is the expected answer.
    if (endpoint === zoneEndpoint) return
    const key = `${credentials} ${endpoint}`
    if (this.#denied.has(key)) return
    this.#denied.add(key)
    const permission = permissionFor(endpoint)
    this.#log.error(
      { event: 'permission_missing', credentials, endpoint, permission },
      `credential ${credentials}: the permission ${permission} is missing, at least for some zones, or the token is not allowed from this address`,
    )
  }

  /** Forgets which permissions were missing, because they may have been granted since. */
  forgetDenials(): void {
    this.#denied.clear()
  }

  readonly internalError = (err: unknown, { scope, scopeId, kind, certificateId, name }: FaultyThing): void => {
    const about = { kind, [idNames[scope]]: scopeId, certificate_id: certificateId, name }
    const fields = { event: 'internal_error', ...about, err }
    this.#log.error(fields, `${name}: the check failed because of a bug in this program`)
  }

  circuitEvent(credentials: string, open: OpenCircuit | undefined): void {
    if (!open) {
      this.#log.info({ event: 'requests_resumed', credentials }, `credential ${credentials}: Cloudflare answers again`)
      return
    }
    const { cause, failure } = open
    const fields = { event: 'requests_held_back', cause, credentials, reason: failure.reason, detail: failure.detail }
    this.#log.error(fields, `credential ${credentials}: ${heldBack[cause]}`)
  }

  readonly credentialRead = (
    credentials: string,
    before: CredentialReading | undefined,
    reading: CredentialReading,
  ): void => {
    if (!reading.ok) {
      const fields = { event: 'credential_unreadable', credentials, detail: reading.detail }
      this.#log.error(fields, `credential ${credentials}: ${reading.detail}: no request is made with it`)
      return
    }
    if (before && !before.ok)
      this.#log.info({ event: 'credential_readable', credentials }, `credential ${credentials}: it can be read again`)
    if (reading.oddity === undefined) return
    const fields = { event: 'credential_odd', credentials, detail: reading.oddity }
    this.#log.warn(fields, `credential ${credentials}: Cloudflare will probably refuse it: ${reading.oddity}`)
  }

  /** Concerns an e-mail address with a key, which cannot be verified. */
  keyRefused(credentials: string, isSo: boolean): void {
    if (!isSo) {
      this.#log.info({ event: 'credential_let_in', credentials }, `credential ${credentials} is accepted again`)
      return
    }
    const message = `credential ${credentials}: Cloudflare refuses the e-mail address and key: twice, no request made with them succeeded`
    this.#log.error({ event: 'credential_refused', credentials }, message)
  }

  scheduleEvent(event: 'clock_jump' | 'skipped_tick'): void {
    if (event === 'clock_jump')
      this.#log.warn({ event }, 'the clock was set or the machine was suspended: everything is checked now')
    else this.#log.warn({ event }, 'the last cycle is still running: this one is skipped')
  }

  #write(lines: readonly LogLine[]): void {
    for (const line of lines) this.#log[line.level](fieldsWithUrl(line, this.externalUrl), line.message)
  }
}
