import { certificatesOf, type Snapshot } from '../inventory/snapshot.ts'
import type { Output } from './context.ts'
import { cut } from './text-width.ts'

/** A line of progress on a terminal. Without a terminal nothing is written. */
export interface ProgressLine {
  show(text: string): void
  /** Leaves the terminal as it was. */
  end(): void
}

export function lineOn(output: Output): ProgressLine {
  if (!output.isTerminal) return { show: () => undefined, end: () => undefined }
  // A wrapped line cannot be overwritten.
  const write = (text: string) => output.write(`\r\u001b[2K${cut(text, output.columns)}`)
  return { show: write, end: () => write('') }
}

export interface Progress {
  /** Shows the progress so far. */
  show(snapshot: Snapshot): void
  /** Leaves the terminal as it was. */
  end(): void
}

/** Shows the progress of the work. */
export function progressOn(output: Output): Progress {
  const line = lineOn(output)
  line.show('asking Cloudflare')
  return {
    show(snapshot) {
      const certificates = certificatesOf(snapshot)
      const asked = certificates.filter(({ check }) => check.lastCheck !== undefined).length
      line.show(`checked ${asked} of ${certificates.length} certificates`)
    },
    end: line.end,
  }
}
