import type { Output } from './context.ts'

export interface Progress {
  /** One more is done. */
  step(): void
  /** Leaves the terminal as it was. */
  end(): void
}

/** A line on a terminal that says how far the work has come; nothing where nobody reads along. */
export function progressOn(output: Output, total: number): Progress {
  if (!output.isTerminal) return { step: () => undefined, end: () => undefined }
  let done = 0
  const show = (text: string) => output.write(`\r\u001b[2K${text}`)
  const showProgress = () => show(`checked ${done} of ${total}`)
  showProgress()
  return {
    step() {
      done += 1
      showProgress()
    },
    end: () => show(''),
  }
}
