import { type LogStream, mostUnread } from '../../../src/log/bounded-lines.ts'

/** Where a process writes its log, and somebody reads it, or does not. */
export class LogPipe implements LogStream {
  unread = 0
  /** The lines that went into it. */
  taken = 0
  #isRead = true
  readonly #listeners: (() => void)[] = []
  readonly #read: (line: string) => void

  constructor(read: (line: string) => void) {
    this.#read = read
  }

  write(text: string): void {
    this.taken += 1
    if (!this.#isRead) this.unread += text.length
    this.#read(text)
  }

  onRead(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** @param room how much may still be written: nobody has read for long */
  leaveUnread(room: number): void {
    this.#isRead = false
    this.unread = mostUnread - Math.floor(room)
  }

  readAgain(): void {
    if (this.#isRead) return
    this.#isRead = true
    this.unread = 0
    for (const listener of this.#listeners) listener()
  }
}
