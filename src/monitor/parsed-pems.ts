import { createHash } from 'node:crypto'
import { type ParsedPem, parsePem } from '../certificate/parse.ts'

/** Keeps the result of parsing each certificate's last PEM, so that an unchanged PEM is not parsed again. */
export class ParsedPems {
  #turn: Promise<void> = Promise.resolve()
  readonly #parsed = new Map<string, { readonly digest: string; readonly result: ParsedPem }>()

  /** @param key the certificate's key in a snapshot */
  async parse(key: string, pem: string): Promise<ParsedPem> {
    const digest = createHash('sha256').update(pem).digest('base64')
    const known = this.#parsed.get(key)
    if (known?.digest === digest) return known.result
    const parsing = this.#turn.then(() => parsePem(pem))
    // PEMs are parsed one at a time, and other waiting work gets a turn in between.
    const afterOthers = () => new Promise<void>((resolve) => setImmediate(resolve))
    this.#turn = parsing.then(afterOthers, afterOthers)
    const result = await parsing
    this.#parsed.set(key, { digest, result })
    return result
  }

  /** Forgets all certificates except these. */
  keep(keys: { has(key: string): boolean }): void {
    for (const key of this.#parsed.keys()) if (!keys.has(key)) this.#parsed.delete(key)
  }
}
