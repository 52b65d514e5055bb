import type { Logger } from 'pino'
import type { ProxySettings } from '../cloudflare/dispatcher.ts'
import type { Environment } from '../config/model.ts'
import { BoundedLines } from '../log/bounded-lines.ts'
import { createLogger, type LogFormat } from '../log/logger.ts'
import type { Redactor } from '../log/redaction.ts'
import { isColoured } from './colour.ts'
import { type CliContext, UserError } from './context.ts'
import type { CommonOptions } from './program.ts'

/**
 * The proxy that the environment names, in either case and with or without `http://`, as curl has it.
 * @throws UserError where it cannot be one
 */
export function proxySettings(environment: Environment): ProxySettings {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined
  const proxy = read('HTTPS_PROXY')
  const httpsProxy = proxy === undefined || proxy.includes('://') ? proxy : `http://${proxy}`
  if (httpsProxy !== undefined && !isProxyUrl(httpsProxy))
    throw new UserError('HTTPS_PROXY: not the URL of a proxy, write it as http://proxy.example.com:3128')
  return { httpsProxy, noProxy: read('NO_PROXY') }
}

function isProxyUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text)
    decodeURIComponent(username + password)
    return protocol === 'http:' || protocol === 'https:'
  } catch {
    return false
  }
}

/** The log, on standard error: standard output is for what a command was asked for. */
export function openLog(
  { logLevel, logFormat }: CommonOptions,
  { stderr, environment }: CliContext,
  redactor: Redactor,
  defaultFormat: LogFormat,
): { readonly log: Logger; readonly lines: BoundedLines } {
  const colour = isColoured(stderr, environment)
  const lines = new BoundedLines(stderr)
  const log = createLogger({
    level: logLevel,
    format: logFormat ?? defaultFormat,
    colour,
    redactor,
    destination: lines,
  })
  lines.onRoom((dropped) =>
    log.warn({ event: 'log_lines_dropped', lines: dropped }, `nobody read the log: ${dropped} lines were dropped`),
  )
  return { log, lines }
}
