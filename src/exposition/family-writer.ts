import type { Family } from './family.ts'
import { type Format, writeHeader, writeSamples } from './text.ts'

/** Writes families, and keeps what is the same in the next exposition. */
export class FamilyWriter {
  readonly #format: Format
  /** The text of families whose object may come again. */
  readonly #texts = new WeakMap<Family, string>()
  readonly #headers = new Map<string, string>()

  constructor(format: Format) {
    this.#format = format
  }

  /** A family without samples is left out. */
  write(families: readonly Family[]): string {
    let text = ''
    for (const family of families) if (family.samples.length > 0) text += this.#textOf(family)
    return text
  }

  #textOf(family: Family): string {
    const known = this.#texts.get(family)
    if (known !== undefined) return known
    const text = this.#headerOf(family) + writeSamples(family, this.#format)
    this.#texts.set(family, text)
    return text
  }

  #headerOf(family: Family): string {
    const known = this.#headers.get(family.name)
    if (known !== undefined) return known
    const header = writeHeader(family, this.#format)
    this.#headers.set(family.name, header)
    return header
  }
}
