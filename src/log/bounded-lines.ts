/** Where the log is written. */
export interface LogStream {
  write(text: string): void
  /** The amount that was written and not read yet, in bytes or characters. */
  readonly unread: number
  /** Adds a listener that is called whenever everything has been read after a wait. */
  onRead(listener: () => void): void
}

/** About ten thousand lines. */
export const mostUnread = 4 * 1024 * 1024

/** Drops lines while nobody reads the log, because unread lines stay in memory. */
export class BoundedLines {
  readonly #stream: LogStream
  #dropped = 0
  #untold = 0

  constructor(stream: LogStream) {
    this.#stream = stream
  }

  /** Counted since the start. */
  get dropped(): number {
    return this.#dropped
  }

  write(line: string): void {
    if (this.#stream.unread + line.length > mostUnread) {
      this.#dropped += 1
      this.#untold += 1
    } else this.#stream.write(line)
  }

  /** Adds a listener that is called with the number of dropped lines when there is room again. */
  onRoom(listener: (dropped: number) => void): void {
    this.#stream.onRead(() => {
      const dropped = this.#untold
      this.#untold = 0
      if (dropped > 0) listener(dropped)
    })
  }
}
