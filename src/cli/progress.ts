import { certificatesOf, type Snapshot } from '../inventory/snapshot.ts'
import type { Output } from './context.ts'

export interface Progress {
  /** Says how far it has come by now. */
  show(snapshot: Snapshot): void
  /** Leaves the terminal as it was. */
  end(): void
}

/** A line on a terminal that says how far the work has come; nothing where nobody reads along. */
export function progressOn(output: Output): Progress {
  if (!output.isTerminal) return { show: () => undefined, end: () => undefined }
  const line = (text: string) => output.write(`\r\u001b[2K${text}`)
  line('asking Cloudflare')
  return {
    show(snapshot) {
      const certificates = certificatesOf(snapshot)
      const asked = certificates.filter(({ check }) => check.lastCheck !== undefined).length
      line(`checked ${asked} of ${certificates.length} certificates`)
    },
    end: () => line(''),
  }
}
