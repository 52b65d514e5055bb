import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { formatProblem } from '../config/problems.ts'
import { readWebConfig, type WebConfigResult } from '../config/web-config/read.ts'
import type { HttpServer } from '../http/server.ts'
import type { DoorStatus } from './door-status.ts'

export interface WatchOptions {
  readonly path: string
  /** The result of the reading at the start. */
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

/** Seconds to wait before a changed file is used. It may still be being written, or its key may still be the old one. */
const settleSeconds = 1

/** Puts a changed web configuration into force, with all files that it names. A broken one changes nothing. */
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

  /** @returns why it was not put into force, one line each */
  function adopt(result: WebConfigResult): readonly string[] {
    if (!result.ok) return result.problems.map(formatProblem)
    // An empty file would let everybody in. It may be a file that is being written, or a volume that is being mounted.
    if (result.isEmpty) return [`${path}: the file is empty: expected a restart to serve without any door`]
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

/** Logs what is accepted although it does not do what it seems to say. */
export function logWarnings(result: WebConfigResult, log: Logger): void {
  for (const warning of result.ok ? result.warnings : []) {
    const problem = formatProblem(warning)
    log.warn({ event: 'web_config_warning', problem }, problem)
  }
}

/** Identifies what was read, its problems included, so that each broken state is logged once. */
function fingerprint(result: WebConfigResult): string {
  const content = result.ok ? { ...result, users: [...result.webConfig.users] } : result
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}
