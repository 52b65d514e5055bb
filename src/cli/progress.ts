import { certificatesOf, type Snapshot } from '../inventory/snapshot.ts'
import type { Output } from './context.ts'
import { cut } from './text-width.ts'

/** A line on a terminal that is written over again and again; nothing where nobody reads along. */
export interface ProgressLine {
  show(text: string): void
  /** Leaves the terminal as it was. */
  end(): void
}

export function lineOn(output: Output): ProgressLine {
  if (!output.isTerminal) return { show: () => undefined, end: () => undefined }
  // A line that wraps could not be written over.
  const write = (text: string) => output.write(`\r\u001b[2K${cut(text, output.columns)}`)
  return { show: write, end: () => write('') }
}

export interface Progress {
  /** Says how far it has come by now. */
  show(snapshot: Snapshot): void
  /** Leaves the terminal as it was. */
  end(): void
}

/** Says how far the work has come. */
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
