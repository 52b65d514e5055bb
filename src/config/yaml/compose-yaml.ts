import { Composer, type CST, Lexer, type LineCounter, Parser } from 'yaml'
import { composerOptions, type Fault, YamlEntries } from './entry-lists.ts'
import { isLostValue } from './lost-values.ts'
import type { YamlNode } from './nodes.ts'
import { UnclosedQuotes } from './unclosed-quotes.ts'
import { yamlFaultText } from './yaml-faults.ts'
import { entriesIn, mostEntries, tooManyEntries, YamlLimits } from './yaml-limits.ts'

export type ComposedYaml =
  | { readonly ok: true; readonly root: YamlNode | undefined; readonly faults: readonly Fault[] }
  /** Where it became too much, and why; the rest was not read. */
  | { readonly ok: false; readonly text: string; readonly offset: number }

/**
 * Does what the library's `parseDocument` does, in time that grows with the length of the text and in bounded memory. Keys that
 * stand twice are not found here.
 * @param lines is told of each beginning of a line
 */
export function composeYaml(text: string, lines: LineCounter, entries = new YamlEntries()): ComposedYaml {
  const reader = new BoundedReader(lines, entries)
  const [document, second] = new Composer(composerOptions).compose(reader.read(text), true, text.length)
  if (reader.excess !== undefined) return { ok: false, ...reader.excess }
  if (document === undefined) throw new Error('a composer that was told to make a document made none')
  const { root, faults } = entries.whole(document)
  const more: readonly Fault[] = second ? [{ code: 'MULTIPLE_DOCS', offset: second.range[0] }] : []
  const located = faults.map((fault) => reader.unclosedQuotes.locate(fault))
  return { ok: true, root, faults: [...located, ...more].toSorted((a, b) => a.offset - b.offset) }
}

class BoundedReader {
  readonly unclosedQuotes = new UnclosedQuotes()
  readonly #lines: LineCounter
  readonly #entries: YamlEntries
  #excess: { readonly text: string; readonly offset: number } | undefined

  constructor(lines: LineCounter, entries: YamlEntries) {
    this.#lines = lines
    this.#entries = entries
  }

  /** Why the text was not read to its end; undefined where it was. */
  get excess() {
    return this.#excess
  }

  *read(text: string): Generator<CST.Token, void> {
    const parser = new Parser(this.#lines.addNewLine)
    const limits = new YamlLimits()
    this.#lines.addNewLine(0)
    for (const token of new Lexer().lex(text)) {
      const excess = limits.excess(token, parser)
      if (excess !== undefined) {
        this.#excess = { text: excess, offset: parser.offset }
        return
      }
      const offset = parser.offset
      this.unclosedQuotes.look(token, offset)
      yield* parser.next(token)
      if (isLostValue(parser.stack)) {
        this.#excess = { text: yamlFaultText('MISSING_CHAR'), offset }
        return
      }
      const list = entriesIn(parser.stack)
      if (list && this.#entries.take(list)) limits.entriesForgotten()
      const { fault, length } = this.#entries
      if (fault !== undefined) {
        this.#excess = { text: yamlFaultText(fault.code), offset: fault.offset }
        return
      }
      if (length > mostEntries) {
        this.#excess = { text: tooManyEntries, offset }
        return
      }
    }
    yield* parser.end()
  }
}
