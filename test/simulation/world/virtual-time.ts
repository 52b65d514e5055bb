import process from 'node:process'

/** Something that is to happen at a moment. */
export interface Planned {
  /** It does not happen any more. */
  cancel(): void
}

interface Item {
  readonly at: number
  /** The order of what is planned for the same moment. */
  readonly number: number
  run: (() => void) | undefined
}

/** More never happens at one moment. */
const mostAtOnce = 10_000
/** After so many of them Node.js may do what it does between two turns, such as write to a pipe. */
const betweenTurns = 1000

/** Time that goes from one planned thing to the next. After each of them all that waits for no time runs to its end. */
export class VirtualTime {
  #now = 0
  #number = 0
  /** A binary heap: the first item is the next. */
  readonly #heap: Item[] = []

  /** Seconds since the world began. */
  get now(): number {
    return this.#now
  }

  after(seconds: number, run: () => void): Planned {
    const item: Item = { at: this.#now + Math.max(0, seconds), number: this.#number++, run }
    this.#push(item)
    return {
      cancel() {
        item.run = undefined
      },
    }
  }

  /** @param step is called after each thing that happened; it stops the time where it returns false */
  async runUntil(end: number, step: () => boolean): Promise<void> {
    let sinceMoved = 0
    let happened = 0
    await nextTurn()
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop()
      if (!next.run) continue
      sinceMoved = next.at > this.#now ? 0 : sinceMoved + 1
      if (sinceMoved > mostAtOnce) throw new Error(`time stands still at ${this.#now}`)
      this.#now = next.at
      next.run()
      await (happened++ % betweenTurns === 0 ? nextTurn() : settled())
      if (!step()) return
    }
    this.#now = end
  }

  #push(item: Item): void {
    const heap = this.#heap
    heap.push(item)
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1
      if (!this.#swapIfWrong(parent, child)) return
      child = parent
    }
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    heap[0] = last
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1
      const child = left + 1 < heap.length && isBefore(heap[left + 1], heap[left]) ? left + 1 : left
      if (child >= heap.length || !this.#swapIfWrong(parent, child)) return
      parent = child
    }
  }

  #swapIfWrong(parent: number, child: number): boolean {
    const [a, b] = [this.#heap[parent], this.#heap[child]]
    if (!a || !b || !isBefore(b, a)) return false
    this.#heap[parent] = b
    this.#heap[child] = a
    return true
  }
}

function isBefore(a: Item | undefined, b: Item | undefined): boolean {
  if (!a || !b) return false
  return a.at < b.at || (a.at === b.at && a.number < b.number)
}

/**
 * All promises that can be settled without time are settled: Node.js runs them to their end before the next tick, which comes before the next
 * turn and costs a tenth of it. Twice, for what others leave to a tick.
 */
async function settled(): Promise<void> {
  await nextTick()
  await nextTick()
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
