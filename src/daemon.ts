import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { ProxySettings } from './cloudflare/transport.ts'
import { connect } from './cloudflare-connection.ts'
import type { Config } from './config/model.ts'
import { CycleJournal } from './cycle-journal.ts'
import { familiesOf } from './exposition/certificate-families.ts'
import { familiesOfDaemon } from './exposition/daemon-families.ts'
import { contentTypes, type Format, writeExposition } from './exposition/text.ts'
import { healthRoutes, type Readiness } from './http/health-routes.ts'
import { landingPage } from './http/landing-page.ts'
import { metricsRoute } from './http/metrics-route.ts'
import type { Routes } from './http/routes.ts'
import { listen } from './http/server.ts'
import { Inventory } from './inventory/inventory.ts'
import type { Redactor } from './log/redaction.ts'
import { runCycle } from './monitor/cycle.ts'
import { createCalendar } from './schedule/calendar.ts'
import { chooseOffset } from './schedule/plan.ts'
import { Scheduler } from './schedule/scheduler.ts'
import { SelfMetrics } from './self-metrics.ts'
import { revision, version } from './version.ts'

export interface DaemonOptions {
  readonly config: Config
  readonly proxy: ProxySettings
  readonly nodeVersion: string
  readonly log: Logger
  readonly redactor: Redactor
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
}

export interface Daemon {
  /** Where it listens. */
  readonly url: string
  /** Aborts what is under way, finishes the answers under way, and lets go of everything within five seconds. */
  stop(): Promise<void>
}

/** A client that has not been answered after so long at shutdown is cut off: five seconds are all there is. */
const shutdownGraceMs = 4_000

/** Ready all the same after so long, or an outage at the start would keep the pod out of every scrape. */
const readyAtTheLatestSeconds = 60

/**
 * Makes everything, connects it and starts it.
 * @throws the system's error where the listener cannot be opened, an Error where the proxy cannot be used
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { config, log, clock, random } = options
  const selfMetrics = new SelfMetrics()
  const inventory = new Inventory()
  inventory.watch(config.certificates)
  const connection = connect({ ...options, observer: selfMetrics })
  const journal = new CycleJournal(log, clock)
  const loadedAt = clock.now()

  const scheduler = new Scheduler({
    calendar: createCalendar(config.schedule.cron, config.schedule.timezone),
    offset: chooseOffset(config.schedule.intervalSeconds, random()),
    clock,
    random,
    run: (scope, signal) =>
      journal.keep(scope, signal, () =>
        runCycle(scope, { source: connection.client, inventory, clock, observer: journal }, signal),
      ),
    on: (event) => journal.scheduleEvent(event),
  })

  async function metrics(format: Format): Promise<{ contentType: string; text: string }> {
    const self = await selfMetrics.families()
    const certificates = [...inventory.snapshot.values()]
    const daemon = familiesOfDaemon({
      build: { version, revision, nodeVersion: options.nodeVersion },
      certificates: certificates.length,
      scheduleInterval: config.schedule.intervalSeconds,
      lastCycle: journal.lastCycle,
      nextCycle: scheduler.nextCycle,
      config: { reloadSuccessful: true, reloadedAt: loadedAt, hash: config.hash },
    })
    const families = [...familiesOf(certificates, clock.now()), ...daemon, ...self]
    return { contentType: contentTypes[format], text: writeExposition(families, format) }
  }

  let stopping = false
  let readyAt = Number.POSITIVE_INFINITY

  function ready(): Readiness {
    if (stopping) return 'shutting down'
    const unasked = [...inventory.snapshot.values()].filter(({ check }) => check.lastCheck === undefined).length
    if (unasked === 0 || clock.monotonic() >= readyAt) return true
    return `${unasked} of ${inventory.snapshot.size} certificates have not been asked for yet`
  }

  const routes: Routes = {
    ...healthRoutes(ready),
    '/metrics': { GET: metricsRoute(metrics) },
    ...(config.server.statusPage && { '/': { GET: () => landingPage(version) } }),
  }
  const server = await listen(config.server.listen, routes, (error) =>
    log.error({ event: 'http_error', err: error }, 'a request could not be answered'),
  )
  readyAt = clock.monotonic() + readyAtTheLatestSeconds
  log.info(
    {
      event: 'started',
      version,
      url: server.url,
      certificates: inventory.snapshot.size,
      schedule: config.schedule.text,
    },
    `watching ${inventory.snapshot.size} certificates, listening on ${server.url}`,
  )
  scheduler.start()

  return {
    url: server.url,
    async stop() {
      stopping = true
      log.info({ event: 'stopping' }, 'shutting down')
      await Promise.all([scheduler.stop(), connection.close(), server.stop(shutdownGraceMs)])
      log.info({ event: 'stopped' }, 'stopped')
    },
  }
}
