import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'
import { printableJson } from '../printable-json.ts'
import { prettyLine } from './pretty.ts'
import type { Redactor } from './redaction.ts'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export const logFormats = ['json', 'pretty'] as const
export type LogFormat = (typeof logFormats)[number]

export interface LoggerOptions {
  readonly level: LogLevel
  readonly format: LogFormat
  readonly colour: boolean
  readonly redactor: Redactor
  readonly destination: DestinationStream
}

/** Writes one JSON object for each line: `level`, `time` (RFC 3339, UTC), `event`, the fields of the event, and `msg`. */
export function createLogger({ level, format, colour, redactor, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: stdSerializers.err },
      // Secrets are removed as the last step before the stream. Redaction by path would miss a secret in the message of an error.
      hooks: {
        streamWrite: (line) => redactor.apply(format === 'pretty' ? prettyLine(line, colour) : printableJson(line)),
      },
    },
    destination,
  )
}
