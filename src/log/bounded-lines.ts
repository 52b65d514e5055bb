/** Where a log goes. */
export interface LogStream {
  write(text: string): void
  /** What was written and nobody has read yet, in bytes or characters. */
  readonly unread: number
  /** Has the listener called whenever everything has been read after a wait. */
  onRead(listener: () => void): void
}

/** Some ten thousand lines. */
export const mostUnread = 4 * 1024 * 1024

/** Drops lines while nobody reads the log: what waits to be read is kept in memory. */
export class BoundedLines {
  readonly #stream: LogStream
  #dropped = 0
  #untold = 0

  constructor(stream: LogStream) {
    this.#stream = stream
  }

  /** Since the start. */
  get dropped(): number {
    return this.#dropped
  }

  write(line: string): void {
    if (this.#stream.unread + line.length > mostUnread) {
      this.#dropped += 1
      this.#untold += 1
    } else this.#stream.write(line)
  }

  /** Has the listener called with the number of lines that were dropped, once there is room again. */
  onRoom(listener: (dropped: number) => void): void {
    this.#stream.onRead(() => {
      const dropped = this.#untold
      this.#untold = 0
      if (dropped > 0) listener(dropped)
    })
  }
}
