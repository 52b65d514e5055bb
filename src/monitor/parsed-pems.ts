import { createHash } from 'node:crypto'
import { type ParsedPem, parsePem } from '../certificate/parse.ts'

/** Remembers how each certificate's last PEM was parsed, by a digest: an unchanged one is not parsed again. */
export class ParsedPems {
  readonly #parsed = new Map<string, { readonly digest: string; readonly result: ParsedPem }>()

  /** @param key the certificate's key in a snapshot */
  async parse(key: string, pem: string): Promise<ParsedPem> {
    const digest = createHash('sha256').update(pem).digest('base64')
    const known = this.#parsed.get(key)
    if (known?.digest === digest) return known.result
    const result = parsePem(pem)
    this.#parsed.set(key, { digest, result })
    // Parsing takes a millisecond: a list of them would hold the event loop for as many.
    await new Promise(setImmediate)
    return result
  }

  /** Forgets all certificates but these. */
  keep(keys: { has(key: string): boolean }): void {
    for (const key of this.#parsed.keys()) if (!keys.has(key)) this.#parsed.delete(key)
  }
}
