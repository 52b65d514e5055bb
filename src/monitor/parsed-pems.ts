import { hash } from 'node:crypto'
import type { ParsedPem } from '../certificate/parse.ts'

export interface PemReader {
  readonly name: string
  readonly parse: (pem: string) => ParsedPem
}

/** Keeps the result of parsing each certificate's last PEM, so that an unchanged PEM is not parsed again. */
export class ParsedPems {
  readonly #nextTurn: () => Promise<void>
  #turn: Promise<void> = Promise.resolve()
  readonly #parsed = new Map<string, { readonly digest: string; readonly result: ParsedPem }>()

  /** @param nextTurn resolves when other waiting work has had its turn */
  constructor(nextTurn: () => Promise<void> = () => new Promise((resolve) => setImmediate(resolve))) {
    this.#nextTurn = nextTurn
  }

  /**
   * @param key the certificate's key in a snapshot
   * @param reader parses the PEM; `name` tells it from other readers of the same PEM
   */
  async parse(key: string, pem: string, reader: PemReader): Promise<ParsedPem> {
    const digest = hash('sha256', `${reader.name}\n${pem}`, 'base64')
    const known = this.#parsed.get(key)
    if (known?.digest === digest) return known.result
    const parsing = this.#turn.then(() => reader.parse(pem))
    // PEMs are parsed one at a time, and other waiting work gets a turn in between.
    this.#turn = parsing.then(this.#nextTurn, this.#nextTurn)
    const result = await parsing
    this.#parsed.set(key, { digest, result })
    return result
  }

  /** Forgets all certificates except these. */
  keep(keys: { has(key: string): boolean }): void {
    for (const key of this.#parsed.keys()) if (!keys.has(key)) this.#parsed.delete(key)
  }
}
