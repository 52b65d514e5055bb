import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Server } from '../config/model.ts'
import { formatProblem, type Problem } from '../config/problems.ts'
import { readWebConfig } from '../config/web-config/read.ts'
import type { OnRefused } from '../http/refusals.ts'
import type { Routes } from '../http/routes.ts'
import { type HttpServer, listen } from '../http/server.ts'
import type { DoorStatus } from './door-status.ts'
import { logWarnings, watchWebConfig } from './web-config-watch.ts'

export interface ListenersOptions {
  readonly server: Server
  readonly routes: Routes
  /** What the second listener serves, without TLS and passwords. */
  readonly probes: Routes
  readonly isAllowedHost: (name: string) => boolean
  readonly onRefused: OnRefused
  readonly door: DoorStatus
  readonly log: Logger
  readonly clock: Clock
}

export interface Listeners {
  /** The address of the main listener, for people. */
  readonly url: string
  /** Finishes the answers that have begun, for at most `graceMs`, and then closes every connection. */
  stop(graceMs: number): Promise<void>
}

/** The web configuration is wrong. Without it nobody may be let in. The message has one line for each problem. */
export class BrokenWebConfig extends Error {
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
  }
}

/**
 * Opens the main listener with its TLS and passwords, and the listener for probes.
 * @throws BrokenWebConfig, or the system's error such as EADDRINUSE. Then neither is open.
 */
export async function openListeners(options: ListenersOptions): Promise<Listeners> {
  const { server, routes, probes, isAllowedHost, onRefused, door, log, clock } = options
  const onError = (error: unknown) => log.error({ event: 'http_error', err: error }, 'a request could not be answered')

  const { webConfigFile, probeListen } = server
  const read = webConfigFile === undefined ? undefined : await readWebConfig(webConfigFile)
  if (read && !read.ok) throw new BrokenWebConfig(read.problems)
  if (read) {
    logWarnings(read, log)
    door.adopted(read.webConfig)
  }

  const guard = { isAllowedHost, onRefused }
  const main = await listen(server.listen, routes, onError, { ...(read && { door: read.webConfig }), ...guard })
  const all: HttpServer[] = [main]
  try {
    if (probeListen) all.push(await listen(probeListen, probes, onError, { onRefused }))
  } catch (error) {
    await main.stop(0)
    throw error
  }
  const watch =
    webConfigFile === undefined || read === undefined
      ? undefined
      : watchWebConfig({ path: webConfigFile, inForce: read, door: main, status: door, log, clock })

  return {
    url: main.url,
    async stop(graceMs) {
      watch?.stop()
      await Promise.all(all.map((each) => each.stop(graceMs)))
    },
  }
}
