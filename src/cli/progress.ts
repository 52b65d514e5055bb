import type { Output } from './context.ts'

export interface Progress {
  /** One more is done. */
  step(): void
  /** Leaves the terminal as it was. */
  end(): void
}

const worthShowing = 20

/** A line on a terminal that says how far the work has come; nothing where nobody reads along or it is over at once. */
export function progressOn(output: Output, total: number): Progress {
  if (!output.isTerminal || total < worthShowing) return { step: () => undefined, end: () => undefined }
  let done = 0
  const show = (text: string) => output.write(`\r\u001b[2K${text}`)
  return {
    step() {
      done += 1
      show(`checked ${done} of ${total}`)
    },
    end: () => show(''),
  }
}
