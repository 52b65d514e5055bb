import type { Logger } from 'pino'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import { type ConfigResult, formatProblem } from '../config/load.ts'
import type { Config } from '../config/model.ts'
import { describeWatched, type WatchedCounts } from '../inventory/watched-counts.ts'

export type ReloadTrigger = 'signal' | 'http' | 'changed'

export type ReloadAnswer =
  | { readonly ok: true }
  /** Every problem of the file, one line each. */
  | { readonly ok: false; readonly problems: readonly string[] }

export interface ReloadStatus {
  /** Whether the last attempt worked. */
  readonly successful: boolean
  readonly loadedAt: UnixSeconds
}

export interface ReloaderOptions {
  readonly config: Config
  readonly load: () => Promise<ConfigResult>
  /** Puts a configuration into force, and returns what differs from the start and cannot change without a restart. */
  readonly apply: (next: Config, previous: Config) => readonly string[]
  /** The number of watched things. */
  readonly watched: () => WatchedCounts
  readonly log: Logger
  readonly clock: Clock
}

/** Loads the configuration again: completely or not at all, and one attempt at a time. */
export class Reloader {
  readonly #options: ReloaderOptions
  #config: Config
  #status: ReloadStatus
  #present: Promise<ReloadAnswer> = Promise.resolve({ ok: true })
  #next: Promise<ReloadAnswer> | undefined

  constructor(options: ReloaderOptions) {
    this.#options = options
    this.#config = options.config
    this.#status = { successful: true, loadedAt: options.clock.now() }
  }

  /** The configuration in force. */
  get config(): Config {
    return this.#config
  }

  get status(): ReloadStatus {
    return this.#status
  }

  /** Reads the file once the attempt in progress has ended. All callers in the meantime share the next attempt. */
  reload(trigger: ReloadTrigger): Promise<ReloadAnswer> {
    this.#next ??= this.#present
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined
        this.#present = this.#load(trigger)
        return this.#present
      })
    return this.#next
  }

  async #load(trigger: ReloadTrigger): Promise<ReloadAnswer> {
    const { load, apply, watched: count, log, clock } = this.#options
    const result = await load()
    if (!result.ok) {
      const problems = result.problems.map(formatProblem)
      this.#status = { ...this.#status, successful: false }
      log.error(
        { event: 'reload_failed', trigger, problems },
        `the configuration is wrong, the last one stays in force: ${problems[0]}`,
      )
      return { ok: false, problems }
    }
    const fixed = apply(result.config, this.#config)
    this.#config = result.config
    this.#status = { successful: true, loadedAt: clock.now() }
    const watched = count()
    log.info(
      { event: 'reloaded', trigger, ...watched, hash: result.config.hash },
      `the configuration was loaded: ${describeWatched(watched)}`,
    )
    for (const setting of fixed)
      log.warn(
        { event: 'restart_needed', setting },
        `${setting} has changed, which needs a restart: the old value stays in force`,
      )
    return { ok: true }
  }
}
