import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { ProxySettings } from '../cloudflare/dispatcher.ts'
import type { ConfigResult } from '../config/load.ts'
import type { Config } from '../config/model.ts'
import { secretFiles } from '../config/secrets/credentials.ts'
import { ContentWatch } from '../files/content-watch.ts'
import { describeWatched, watchedCounts } from '../inventory/watched-counts.ts'
import type { Redactor } from '../log/redaction.ts'
import type { StateHost } from '../state/state-disk.ts'
import { version } from '../version.ts'
import { DoorStatus } from './door-status.ts'
import { historyOf } from './history-watch.ts'
import { refusalLog } from './refusal-log.ts'
import { Reloader } from './reloader.ts'
import { daemonRoutes } from './routes.ts'
import { SelfMetrics } from './self-metrics.ts'
import type { Surroundings } from './surroundings.ts'
import { Watching } from './watching.ts'

export interface DaemonOptions extends Surroundings {
  readonly config: Config
  /** Reads the configuration again. */
  readonly load: () => Promise<ConfigResult>
  readonly proxy: ProxySettings
  readonly nodeVersion: string
  readonly log: Logger
  /** The number of log lines that were lost. */
  readonly logLines: { readonly dropped: number }
  readonly redactor: Redactor
  readonly clock: Clock
  /** Gives numbers from 0 to 1. */
  readonly random: () => number
  /** Where the state is kept. */
  readonly host: StateHost
}

export interface Daemon {
  /** The addresses that it listens on. */
  readonly url: string
  /** Loads the configuration again, as SIGHUP does. */
  reload(): void
  /** Aborts what is in progress, finishes the HTTP answers that have begun, and releases everything within five seconds. */
  stop(): Promise<void>
}

/** Clients that have not got their answer after so long are cut off, because a shutdown may take five seconds in all. */
const shutdownGraceMs = 4_000

/**
 * Makes all parts of the daemon, connects them and starts them.
 * @throws the system's error if the listener cannot be opened
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { config, load, nodeVersion, log, clock, host, readFile } = options
  const selfMetrics = new SelfMetrics(options.logLines, options.measureProcess)
  const watching = new Watching({ ...options, selfMetrics })
  watching.cycleLog.externalUrl = config.server.externalUrl
  await watching.state.restore()
  // A mount that hangs must not keep the listener closed.
  void watching.trust.follow(config.trustFiles)

  const apply = (next: Config, previous: Config) => {
    watching.follow(next, previous)
    watching.cycleLog.externalUrl = next.server.externalUrl
    return fixedSettings(next, config)
  }
  const watched = () => watchedCounts(watching.inventory.snapshot)
  const reloader = new Reloader({
    config,
    load: () => files.rebase(config.path).then(load),
    apply,
    watched,
    log,
    clock,
  })
  // A reload that failed has seen the file too. A file that is mended afterwards differs from what that reload saw, not from the
  // configuration in force.
  const files = new ContentWatch({
    paths: () => [reloader.config.path, ...secretFiles(reloader.config.credentials), ...watching.trust.files.paths],
    clock,
    readFile,
    onChange: (path) => {
      if (path === reloader.config.path) return void reloader.reload('changed')
      if (watching.trust.files.paths.includes(path)) void watching.trust.changed(path)
      if (!secretFiles(reloader.config.credentials).includes(path)) return
      log.info({ event: 'secret_changed', path }, 'a secret has changed: what failed is tried again')
      watching.askAgain()
    },
  })
  const history = historyOf({ statePath: config.state.path, watching, host, clock, log })
  const door = new DoorStatus()
  const onRefused = refusalLog({ log, clock, count: (reason) => selfMetrics.httpRefused(reason) })
  const { redactor } = options
  const routes = daemonRoutes({
    watching,
    history,
    reloader,
    selfMetrics,
    door,
    onRefused,
    nodeVersion,
    clock,
    redactor,
  })
  const { table, probes, isAllowedHost } = routes
  const guard = { isAllowedHost, onRefused, door }
  const listeners = await options.openListeners({ server: config.server, routes: table, probes, ...guard, log, clock })
  routes.opened()
  // The rest starts only now. If the address is taken, nothing may be left that keeps the process alive.
  // The file may have changed since it was loaded: what is known was restored in the meantime, which may have taken long.
  await files.start(new Map([[config.path, config.digest]]))
  const { url } = listeners
  const fields = { event: 'started', version, url, ...watched(), schedule: config.schedule.text }
  log.info(fields, `watching ${describeWatched(watched())}, listening on ${url}`)
  watching.start()
  history.start()

  return {
    url,
    reload: () => void reloader.reload('signal'),
    async stop() {
      routes.stopping()
      log.info({ event: 'stopping' }, 'shutting down')
      const watched = watching.stop().then(() => history.stop())
      await Promise.all([files.stop(), watched, listeners.stop(shutdownGraceMs)])
      log.info({ event: 'stopped' }, 'stopped')
    },
  }
}

/**
 * The settings that a reload cannot change, and that differ: the listener and the state file are opened once.
 * @param started the configuration of the start, because earlier reloads have not changed them either
 */
function fixedSettings(next: Config, started: Config): readonly string[] {
  const fixed: Readonly<Record<string, (config: Config) => unknown>> = {
    'server.listen': ({ server }) => server.listen,
    'server.probe_listen': ({ server }) => server.probeListen,
    'server.web_config_file': ({ server }) => server.webConfigFile,
    'state.path': ({ state }) => state.path,
  }
  return Object.keys(fixed).filter((key) => !isDeepStrictEqual(fixed[key]?.(next), fixed[key]?.(started)))
}
