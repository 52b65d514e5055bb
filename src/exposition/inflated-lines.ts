import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { deflatedStream, lengthOf, type Part } from './deflated-part.ts'

/** A few thousand certificates. Longer texts are inflated anew for each reader, piece by piece. */
const longest = 8 * 1024 * 1024

const inflate = promisify(inflateRaw)

/**
 * Keeps the text of the last parts that a reader wanted without gzip, for as long as nobody needs the memory, so that one who comes every
 * few seconds has them inflated once.
 */
export class InflatedLines {
  #last: { readonly parts: readonly Part[]; readonly text: WeakRef<Uint8Array> } | undefined

  /**
   * Undefined if the text is too long to be kept.
   * @param parts the same array for as long as nothing in it changes
   */
  of(parts: readonly Part[]): (() => Promise<Uint8Array>) | undefined {
    return lengthOf(parts) > longest ? undefined : async () => this.#known(parts) ?? (await this.#inflate(parts))
  }

  #known(parts: readonly Part[]): Uint8Array | undefined {
    return this.#last?.parts === parts ? this.#last.text.deref() : undefined
  }

  async #inflate(parts: readonly Part[]): Promise<Uint8Array> {
    const text = await inflate(Buffer.concat(deflatedStream(parts)))
    this.#last = { parts, text: new WeakRef(text) }
    return text
  }
}
