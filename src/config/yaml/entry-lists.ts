import { Composer, type CST, type Document, isMap, isSeq, type Node, type YAMLError } from 'yaml'

/** So many entries are made into nodes at once. */
const entriesAtOnce = 200

/** The last ones may still change: a comment behind them, for example, becomes part of them. */
const stillOpen = 2

/** Each costs an error with its stack. */
const mostFaultsRead = 1_000

export const composerOptions = { stringKeys: true, uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const

/**
 * Makes nodes of the entries of a long list while the list is being read. The library would keep all its tokens until the end,
 * which take four times the memory of the nodes.
 */
export class YamlEntries {
  readonly #atOnce: number
  readonly #lists = new Map<CST.BlockSequence, { readonly start: number; readonly parts: Document.Parsed[] }>()
  #faults = 0

  constructor(atOnce = entriesAtOnce) {
    this.#atOnce = atOnce
  }

  /** Takes entries that are complete out of the list; says whether it did. */
  take(list: CST.BlockSequence): boolean {
    if (list.items.length < this.#atOnce + stillOpen) return false
    const known = this.#lists.get(list) ?? { start: list.offset, parts: [] }
    this.#lists.set(list, known)
    const items = list.items.splice(0, list.items.length - stillOpen)
    const document: CST.Document = { type: 'document', offset: list.offset, start: [], value: { ...list, items } }
    for (const part of new Composer(composerOptions).compose([document])) {
      known.parts.push(part)
      this.#faults += part.errors.length + part.warnings.length
      // What is left goes on where this part ends.
      list.offset = part.contents?.range[1] ?? list.offset
    }
    return true
  }

  /** One of the first faults, once there are so many that reading on would only find more. */
  get fault(): YAMLError | undefined {
    if (this.#faults <= mostFaultsRead) return undefined
    const parts = [...this.#lists.values()].flatMap((list) => list.parts)
    return parts.flatMap(({ errors, warnings }) => [...errors, ...warnings])[0]
  }

  /** Puts what was taken back to the beginning of its lists. */
  restore(document: Document.Parsed): void {
    const nodes = new Map(topLists(document.contents).map((node) => [node.range?.[0], node]))
    for (const [{ offset }, { start, parts }] of this.#lists) {
      const node = nodes.get(offset)
      const taken = parts.flatMap(({ contents }) => (isSeq(contents) ? contents.items : []))
      if (node)
        Object.assign(node, { items: [...taken, ...node.items], range: [start, ...(node.range ?? []).slice(1)] })
      for (const { errors, warnings } of parts) {
        document.errors.push(...errors)
        document.warnings.push(...warnings)
      }
    }
  }
}

function topLists(root: Node | null) {
  return isMap(root) ? root.items.map(({ value }) => value).filter(isSeq) : []
}
