import type { DestinationStream } from 'pino'
import { patient } from '../../support/machine.ts'

export interface LogLine {
  readonly event?: string
  readonly [field: string]: unknown
}

/** Where a log goes that a test reads along. */
export interface LogTap extends DestinationStream {
  readonly lines: readonly LogLine[]
  /** The next line from now on with this event for which this holds. */
  next(event: string, holds?: (line: LogLine) => boolean): Promise<LogLine>
  /** As `next`, but a line that was written already is as good. */
  saw(event: string, holds?: (line: LogLine) => boolean): Promise<LogLine>
}

const patienceMs = 30_000
const kept = 2_000

export function tapLog(): LogTap {
  const lines: LogLine[] = []
  const readers = new Set<(line: LogLine) => void>()

  function next(event: string, holds: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    return new Promise((resolve, reject) => {
      const end = () => {
        readers.delete(read)
        clearTimeout(timer)
      }
      const read = (line: LogLine) => {
        if (line.event !== event || !holds(line)) return
        end()
        resolve(line)
      }
      const timer = setTimeout(() => {
        end()
        const last = lines.slice(-5).map((line) => JSON.stringify(line))
        reject(new Error(`the log never said ${event}; its last lines:\n${last.join('\n')}`))
      }, patient(patienceMs))
      readers.add(read)
    })
  }

  return {
    lines,
    write(text) {
      const line: LogLine = JSON.parse(text)
      lines.push(line)
      if (lines.length > kept) lines.shift()
      for (const read of readers) read(line)
    },
    next,
    async saw(event, holds = () => true) {
      return lines.find((line) => line.event === event && holds(line)) ?? next(event, holds)
    },
  }
}
