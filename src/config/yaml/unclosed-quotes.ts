import type { Fault } from './entry-lists.ts'

/** Where the quoted texts of a file begin that are never closed. */
export class UnclosedQuotes {
  /** By the offset at which the text ends. */
  readonly #beginnings = new Map<number, number>()

  /** @param token what the lexer found at this offset */
  look(token: string, offset: number): void {
    const quote = token[0]
    if (quote !== '"' && quote !== "'") return
    if (token.length === 1 || token.at(-1) !== quote) this.#beginnings.set(offset + token.length, offset)
  }

  /** Tells a fault where the quote stands. Others stay as they are. */
  locate(fault: Fault): Fault {
    const beginning = fault.code === 'MISSING_CHAR' ? this.#beginnings.get(fault.offset) : undefined
    return beginning === undefined ? fault : { code: 'UNCLOSED_QUOTE', offset: beginning }
  }
}
