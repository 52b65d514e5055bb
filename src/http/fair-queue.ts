/**
 * A queue in which holders take turns. Each holder's items are first in, first out. If the queue is full, the newest item of the holder
 * with the most items makes room for a holder with fewer. A holder that is alone may use all places. It keeps at most half of them if
 * another holder needs as many.
 */
export class FairQueue<T> {
  readonly #most: number
  /** In the order of their turns. */
  readonly #holders = new Map<string, Set<T>>()
  #length = 0

  constructor(most: number) {
    this.#most = most
  }

  get length(): number {
    return this.#length
  }

  /** @returns the item that lost its place, which may be the new one, or undefined if there was room */
  add(holder: string, item: T): T | undefined {
    if (this.#length < this.#most) {
      this.#insert(holder, item)
      return undefined
    }
    const [greediest, items] = [...this.#holders].reduce((a, b) => (b[1].size > a[1].size ? b : a))
    const newest = [...items].at(-1)
    const own = this.#holders.get(holder)?.size ?? 0
    if (newest === undefined || own + 1 >= items.size) return item
    this.remove(greediest, newest)
    this.#insert(holder, item)
    return newest
  }

  remove(holder: string, item: T): void {
    const items = this.#holders.get(holder)
    if (!items?.delete(item)) return
    this.#length -= 1
    if (items.size === 0) this.#holders.delete(holder)
  }

  /** Takes the next item of the first holder that is ready. Undefined if there is none. */
  take(mayTake: (holder: string) => boolean = () => true): T | undefined {
    for (const [holder, items] of this.#holders) {
      const [first] = items
      if (first === undefined || !mayTake(holder)) continue
      this.#holders.delete(holder)
      this.#holders.set(holder, items)
      this.remove(holder, first)
      return first
    }
    return undefined
  }

  /** The waiting items, in the order of their turns. */
  holders(): readonly string[] {
    return [...this.#holders.keys()]
  }

  /** Takes everything. */
  drain(): readonly T[] {
    const items = [...this.#holders.values()].flatMap((each) => [...each])
    this.#holders.clear()
    this.#length = 0
    return items
  }

  #insert(holder: string, item: T): void {
    const items = this.#holders.get(holder) ?? new Set()
    items.add(item)
    this.#holders.set(holder, items)
    this.#length += 1
  }
}
