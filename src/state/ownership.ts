import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { isSameWrite, type WriteMark } from './write-mark.ts'

/** `stand_back`: another process writes the same file and wrote it first, so this one does not. */
export type Verdict = 'write' | 'stand_back'

/** What is known of another process that writes the same file. */
export interface SharedWith {
  /** Undefined for a version that does not say who it is. */
  readonly id: string | undefined
  /** Which of the two goes on writing. */
  readonly writer: 'this' | 'other'
}

interface Other extends SharedWith {
  /** By the monotonic clock: when its last write was noticed. */
  readonly noticedAt: Seconds
}

/**
 * Finds out by the marks in a file whether another process writes it too, and who of the two goes on. There is no lock that could
 * outlive a process: whoever is silent for long enough, or has said that it ends, has lost the file.
 */
export class Ownership {
  readonly #id: string
  /** The last write that this process made, or knows of. */
  #seen: WriteMark | undefined
  /** The number of this process's first write; undefined before that and while it stands back. */
  #since: number | undefined
  #other: Other | undefined

  /** @param restored the mark of the file that was read at the start; undefined where there was none */
  constructor(id: string, restored: WriteMark | undefined) {
    this.#id = id
    this.#seen = restored
  }

  /**
   * Judges a file before it is written.
   * @param found its mark now; undefined where there is no file
   * @param now by the monotonic clock
   * @param silence after so long without a write the other one is gone
   */
  judge(found: WriteMark | undefined, now: Seconds, silence: Seconds): Verdict {
    if (found !== undefined && found.id !== this.#id && !isSameWrite(found, this.#seen)) this.#notice(found, now)
    else if (found === undefined || this.#isGone(now, silence)) this.#other = undefined
    return this.#other?.writer === 'other' ? 'stand_back' : 'write'
  }

  /** Undefined while nobody else is known to write the file. */
  get sharedWith(): SharedWith | undefined {
    return this.#other
  }

  /** The mark of the next write. */
  next(writtenAt: UnixSeconds, isLast: boolean): WriteMark & { readonly id: string } {
    const number = (this.#seen?.number ?? 0) + 1
    return { id: this.#id, number, since: this.#since ?? number, isLast, writtenAt }
  }

  /** The write with this mark was made. */
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
