import { shareOf } from './client-share.ts'
import { FairQueue } from './fair-queue.ts'
import type { Held } from './held-memory.ts'
import type { OnRefused } from './refusals.ts'

export interface MemoryLimits {
  /** The number of bytes that all answers together may hold until they are read. One client may use half of them. */
  readonly bytes: number
  /** The size that an answer counts for while it is being made. */
  readonly bytesInTheMaking: number
  readonly mostWaiting: number
  /** How long a request waits before it is refused. */
  readonly patienceMs: number
  /** An answer that is read for longer than this is cut off if others wait. */
  readonly slowReaderMs: number
}

export const defaultMemoryLimits: MemoryLimits = {
  // About thirty scrapes of one client at once, for any fleet, because shared parts count once.
  bytes: 48 * 1024 * 1024,
  bytesInTheMaking: 768 * 1024,
  mostWaiting: 200,
  // Both together leave enough of the ten seconds that Prometheus waits for an answer.
  patienceMs: 6_000,
  slowReaderMs: 4_000,
}

interface Asking {
  readonly client: string
  /** Ends an answer with a slow reader. */
  readonly cut: () => void
  /** Resolves when the answer has been read or its reader is gone. */
  readonly over: Promise<void>
}

/** The memory of one answer. It is released when the answer is over. */
export interface Place {
  /** Records the final size. From now on the answer is being read. */
  hold(held: Held): void
}

interface Waiting extends Asking {
  readonly share: string
  readonly decide: (place: Place | undefined) => void
}

interface Holding {
  readonly share: string
  readonly asking: Asking
  held: Held
  reader: 'in time' | 'slow' | 'cut'
  timer?: NodeJS.Timeout
}

/** The memory that answers hold from their creation until they have been read. It is shared fairly among clients. */
export class AnswerMemory {
  readonly #limits: MemoryLimits
  readonly #onRefused: OnRefused
  readonly #waiting: FairQueue<Waiting>
  /** The oldest first. */
  readonly #holdings = new Set<Holding>()

  constructor(onRefused: OnRefused, limits: MemoryLimits = defaultMemoryLimits) {
    this.#onRefused = onRefused
    this.#limits = limits
    this.#waiting = new FairQueue(limits.mostWaiting)
  }

  /** Waits for memory. Returns undefined if there was none in time, or if the client is gone. */
  claim(asking: Asking): Promise<Place | undefined> {
    const { promise, resolve } = Promise.withResolvers<Place | undefined>()
    const share = shareOf(asking.client)
    const decide = (place: Place | undefined) => {
      clearTimeout(timer)
      this.#waiting.remove(share, waiting)
      resolve(place)
    }
    const waiting: Waiting = { ...asking, share, decide }
    const timer = setTimeout(() => this.#refuse(waiting), this.#limits.patienceMs)
    void asking.over.then(() => decide(undefined))
    const displaced = this.#waiting.add(share, waiting)
    if (displaced) this.#refuse(displaced)
    this.#serve()
    return promise
  }

  #refuse({ client, decide }: Waiting): void {
    this.#onRefused('answers_full', client)
    decide(undefined)
  }

  #serve(): void {
    for (;;) {
      const next = this.#waiting.take((share) => this.#hasRoomFor(share))
      if (!next) break
      next.decide(this.#grant(next))
    }
    const [first] = this.#waiting.holders()
    if (first !== undefined) this.#cutSlowest(first)
  }

  #grant({ share, ...asking }: Waiting): Place {
    const holding: Holding = { share, asking, held: { bytes: this.#limits.bytesInTheMaking }, reader: 'in time' }
    this.#holdings.add(holding)
    void asking.over.then(() => {
      clearTimeout(holding.timer)
      this.#holdings.delete(holding)
      this.#serve()
    })
    return { hold: (held) => this.#hold(holding, held) }
  }

  #hold(holding: Holding, held: Held): void {
    if (!this.#holdings.has(holding)) return
    holding.held = held
    holding.timer = setTimeout(() => {
      holding.reader = 'slow'
      this.#serve()
    }, this.#limits.slowReaderMs)
    this.#serve()
  }

  /** A client without any answer gets one, however large it is. Otherwise a very large answer would never fit. */
  #hasRoomFor(share: string): boolean {
    const { bytes, bytesInTheMaking } = this.#limits
    const own = [...this.#holdings].filter((holding) => holding.share === share)
    if (this.#holdings.size > 0 && bytesOf(this.#holdings) + bytesInTheMaking > bytes) return false
    return own.length === 0 || ownBytesOf(own) + bytesInTheMaking <= bytes / 2
  }

  /** Chooses an answer of the client that holds most. If only the waiting client has used up its half, it chooses one of that client. */
  #cutSlowest(waiting: string): void {
    const { bytes, bytesInTheMaking } = this.#limits
    const isAllUsed = bytesOf(this.#holdings) + bytesInTheMaking > bytes
    const all = [...this.#holdings]
    const weight = (share: string) => ownBytesOf(all.filter((holding) => holding.share === share))
    const candidates = all.filter(({ share }) => isAllUsed || share === waiting)
    // The memory of this answer is already being released.
    if (candidates.some(({ reader }) => reader === 'cut')) return
    const slow = candidates.filter(({ reader }) => reader === 'slow')
    const [slowest] = slow.toSorted((a, b) => weight(b.share) - weight(a.share))
    if (!slowest) return
    this.#onRefused('slow_reader', slowest.asking.client)
    slowest.reader = 'cut'
    slowest.asking.cut()
  }
}

function ownBytesOf(holdings: Iterable<Holding>): number {
  return [...holdings].reduce((sum, { held }) => sum + held.bytes, 0)
}

function bytesOf(holdings: ReadonlySet<Holding>): number {
  const shared = new Map([...holdings].flatMap(({ held: { shared } }) => (shared ? [[shared.key, shared.bytes]] : [])))
  return ownBytesOf(holdings) + [...shared.values()].reduce((sum, bytes) => sum + bytes, 0)
}
