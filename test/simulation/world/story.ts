import { createHash } from 'node:crypto'

export interface Chapter {
  readonly at: number
  /** Such as `outage`, `rotate`, `log`. */
  readonly what: string
  readonly text: string
  /** The keys of what it is about: certificates, zones, processes. Empty: about everything. */
  readonly about: readonly string[]
}

const mostRemembered = 4000
const longestPending = 16_384

/** Everything that happened, as a hash; and the last of it, for people. */
export class Story {
  readonly #hash = createHash('sha256')
  readonly #now: () => number
  #chapters: Chapter[] = []
  #told = 0
  /** What is not in the hash yet: many short texts one by one take several times as long. */
  #pending = ''

  constructor(now: () => number) {
    this.#now = now
  }

  /** Tells something that a reader wants to know. */
  tell(what: string, text: string, about: readonly string[] = []): void {
    const chapter = { at: this.#now(), what, text, about }
    this.#chapters.push(chapter)
    if (this.#chapters.length > 2 * mostRemembered) this.#chapters = this.#chapters.slice(-mostRemembered)
    this.note(`${what} ${text}`)
  }

  /** Takes something into the hash that nobody wants to read. */
  note(text: string): void {
    this.#told += 1
    this.#pending += `${this.#now()} ${text}\n`
    if (this.#pending.length > longestPending) this.#take()
  }

  #take(): void {
    this.#hash.update(this.#pending)
    this.#pending = ''
  }

  /** How much happened, and a hash over all of it. */
  get fingerprint(): string {
    this.#take()
    return `${this.#told} ${this.#hash.copy().digest('hex').slice(0, 32)}`
  }

  /** The last chapters about any of these keys, or about everything. */
  last(count: number, about: readonly string[]): readonly Chapter[] {
    const wanted = this.#chapters.filter(
      (each) => each.about.length === 0 || each.about.some((key) => about.includes(key)),
    )
    return wanted.slice(-count)
  }
}
