import { seededRandom } from '../../support/random.ts'

/** All chance of a run, from its seed. Each part draws from a stream of its own, so that one more draw here changes nothing there. */
export class Chance {
  readonly #seed: number
  readonly next: () => number

  constructor(seed: number) {
    this.#seed = seed
    this.next = seededRandom(seed)
  }

  stream(name: string): Chance {
    let mixed = this.#seed
    for (const sign of name) mixed = (Math.imul(mixed ^ (sign.codePointAt(0) ?? 0), 0x01000193) + 0x9e3779b9) >>> 0
    return new Chance(mixed)
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1))
  }

  happens(share: number): boolean {
    return this.next() < share
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new Error('there is nothing to pick from')
    return item
  }

  /** By weight. */
  choose<T extends string>(weights: Readonly<Record<T, number>>): T {
    const all = Object.entries<number>(weights)
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of all) {
      left -= weight
      if (left < 0) return name as T
    }
    throw new Error('there is nothing to choose from')
  }

  /** Seconds until the next of something that happens so many times a day. */
  wait(perDay: number): number {
    return (-Math.log(1 - this.next()) * 86_400) / perDay
  }

  hex(length: number): string {
    return Array.from({ length }, () => Math.floor(this.next() * 16).toString(16)).join('')
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-a${this.hex(3)}-${this.hex(12)}`
  }
}
