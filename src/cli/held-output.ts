import type { Output } from './context.ts'

/** An output that keeps what is written to it until it is released. */
export interface HeldOutput {
  readonly output: Output
  /** Writes what was kept. Later writes are not held back. */
  release(): void
}

export function held(output: Output): HeldOutput {
  let kept: string[] | undefined = []
  return {
    output: {
      write(text) {
        if (kept) kept.push(text)
        else output.write(text)
      },
      get unread() {
        return output.unread
      },
      onRead: (listener) => output.onRead(listener),
      isTerminal: output.isTerminal,
      get columns() {
        return output.columns
      },
    },
    release() {
      for (const text of kept ?? []) output.write(text)
      kept = undefined
    },
  }
}
