import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { isSameWrite, type WriteMark } from './write-mark.ts'

/** The decision before a write. `stand_back`: another process writes the same file and was there first, so this one does not write. */
export type Verdict = 'write' | 'stand_back'

/** What is known about another process that writes the same file. */
export interface SharedWith {
  /** Undefined if its version writes no name. */
  readonly id: string | undefined
  /** Which of the two processes goes on writing. */
  readonly writer: 'this' | 'other'
}

interface Other extends SharedWith {
  /** When its last write was noticed, by the monotonic clock. */
  readonly noticedAt: Seconds
}

/**
 * Finds out from the marks in a file whether another process also writes it, and which of the two goes on. There is no lock, because a
 * lock can outlive its process. A process that has not written for long enough, or that said it ends, loses the file.
 */
export class Ownership {
  readonly #id: string
  /** The last write that this process made or knows of. */
  #seen: WriteMark | undefined
  /** The number of the first write of this process. Undefined before that, and while it stands back. */
  #since: number | undefined
  #other: Other | undefined

  /** @param restored the mark of the file that was read at the start, or undefined if there was no file */
  constructor(id: string, restored: WriteMark | undefined) {
    this.#id = id
    this.#seen = restored
  }

  /**
   * Decides about a file before it is written.
   * @param found the mark of the file now, or undefined if there is no file
   * @param now by the monotonic clock
   * @param silence the other process is gone after this time without a write
   */
  judge(found: WriteMark | undefined, now: Seconds, silence: Seconds): Verdict {
    if (found !== undefined && found.id !== this.#id && !isSameWrite(found, this.#seen)) this.#notice(found, now)
    else if (found === undefined || this.#isGone(now, silence)) this.#other = undefined
    return this.#other?.writer === 'other' ? 'stand_back' : 'write'
  }

  /** The other process that writes the file, or undefined if none is known. */
  get sharedWith(): SharedWith | undefined {
    return this.#other
  }

  /** The mark of the next write. */
  next(writtenAt: UnixSeconds, isLast: boolean): WriteMark & { readonly id: string } {
    const number = (this.#seen?.number ?? 0) + 1
    return { id: this.#id, number, since: this.#since ?? number, isLast, writtenAt }
  }

  /** Records that the write with this mark was made. */
  wrote(mark: WriteMark): void {
    this.#seen = mark
    this.#since ??= mark.number
  }

  #notice(found: WriteMark, now: Seconds): void {
    this.#seen = found
    const writer = this.#wasFirst(found) ? 'this' : 'other'
    this.#other = found.isLast ? undefined : { id: found.id, writer, noticedAt: now }
    if (writer === 'other') this.#since = undefined
  }

  #wasFirst(found: WriteMark): boolean {
    if (this.#since === undefined || found.id === undefined) return false
    return this.#since < found.since || (this.#since === found.since && this.#id < found.id)
  }

  #isGone(now: Seconds, silence: Seconds): boolean {
    return this.#other !== undefined && now - this.#other.noticedAt >= silence
  }
}
