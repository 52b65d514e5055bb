import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { formatProblem } from '../config/problems.ts'
import { readWebConfig, type WebConfigResult } from '../config/web-config/read.ts'
import type { HttpServer } from '../http/server.ts'
import type { DoorStatus } from './door-status.ts'

export interface WatchOptions {
  readonly path: string
  /** What was read at the start. */
  readonly inForce: WebConfigResult
  readonly door: Pick<HttpServer, 'changeDoor'>
  readonly status: DoorStatus
  readonly log: Logger
  readonly clock: Clock
}

export interface Watch {
  stop(): void
}

const everySeconds = 4

/** A file that has just changed may still be being written, or its key still be the old one. */
const settleSeconds = 1

/** Puts a changed web configuration into force, with all the files that it names; a broken one changes nothing. */
export function watchWebConfig({ path, inForce, door, status, log, clock }: WatchOptions): Watch {
  const stopping = new AbortController()
  const { signal } = stopping

  async function watch(): Promise<never> {
    let last = fingerprint(inForce)
    for (;;) {
      await clock.sleep(everySeconds, signal)
      const seen = fingerprint(await readWebConfig(path))
      if (seen === last) continue
      await clock.sleep(settleSeconds, signal)
      const result = await readWebConfig(path)
      if (fingerprint(result) !== seen) continue
      last = seen
      const faults = adopt(result)
      if (faults.length > 0) tellRefused(faults)
      else tellAdopted(result)
    }
  }

  /** @returns why it did not become the one in force, a line each */
  function adopt(result: WebConfigResult): readonly string[] {
    if (!result.ok) return result.problems.map(formatProblem)
    // Of a file that is being written, or a volume that is being mounted, this would open the door to everybody.
    if (result.isEmpty) return [`${path}:1:1: (file): the file is empty: expected a restart to serve without any door`]
    try {
      door.changeDoor(result.webConfig)
      status.adopted(result.webConfig)
      return []
    } catch (error) {
      return [`${path}:1:1: tls_server_config: ${error instanceof Error ? error.message : String(error)}`]
    }
  }

  function tellRefused(problems: readonly string[]): void {
    status.refused()
    log.error({ event: 'web_config_refused', problems }, `the old web configuration stays in force: ${problems[0]}`)
  }

  function tellAdopted(result: WebConfigResult): void {
    logWarnings(result, log)
    log.info({ event: 'web_config_changed' }, `the changed ${path} is in force`)
  }

  watch().catch((error: unknown) => {
    if (!signal.aborted) log.error({ event: 'web_config_watch_failed', err: error }, `${path} is no longer watched`)
  })
  return { stop: () => stopping.abort() }
}

/** Tells what is accepted although it does not do what it says. */
export function logWarnings(result: WebConfigResult, log: Logger): void {
  for (const warning of result.ok ? result.warnings : []) {
    const problem = formatProblem(warning)
    log.warn({ event: 'web_config_warning', problem }, problem)
  }
}

/** What is wrong is part of it: of each broken state only the first sight is told. */
function fingerprint(result: WebConfigResult): string {
  const content = result.ok ? { ...result, users: [...result.webConfig.users] } : result
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}
