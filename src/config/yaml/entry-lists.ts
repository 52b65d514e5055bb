import { Composer, type CST, type Document, isSeq } from 'yaml'
import { toYamlNode, toYamlNodes, type YamlNode } from './nodes.ts'
import type { FaultCode } from './yaml-faults.ts'

export interface Fault {
  readonly code: FaultCode
  readonly offset: number
}

/** So many entries are made into nodes at once. */
const entriesAtOnce = 200

/** The last ones may still change: a comment behind them, for example, becomes part of them. */
const stillOpen = 2

/** Each costs an error with its stack. */
const mostFaultsRead = 1_000

export const composerOptions = { stringKeys: true, uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const

/** What is kept of the first entries of a list, which were made into nodes before the list was read to its end. */
interface Taken {
  readonly start: number
  readonly items: YamlNode[]
}

/**
 * Makes nodes of the entries of a long list while the list is being read. The library would keep all its tokens until the end,
 * which take ten times the memory of the nodes.
 */
export class YamlEntries {
  readonly #atOnce: number
  readonly #lists = new Map<CST.BlockSequence, Taken>()
  readonly #faults: Fault[] = []
  #length = 0

  constructor(atOnce = entriesAtOnce) {
    this.#atOnce = atOnce
  }

  /** Takes entries that are complete out of the list; says whether it did. */
  take(list: CST.BlockSequence): boolean {
    if (list.items.length < this.#atOnce + stillOpen) return false
    const taken = this.#lists.get(list) ?? { start: list.offset, items: [] }
    this.#lists.set(list, taken)
    const items = list.items.splice(0, list.items.length - stillOpen)
    this.#length += items.length
    const document: CST.Document = { type: 'document', offset: list.offset, start: [], value: { ...list, items } }
    for (const part of new Composer(composerOptions).compose([document])) {
      if (isSeq(part.contents)) for (const item of toYamlNodes(part.contents.items)) taken.items.push(item)
      this.#faults.push(...faultsOf(part))
      // What is left goes on where this part ends.
      list.offset = part.contents?.range[1] ?? list.offset
    }
    return true
  }

  /** How many entries were taken, from all lists. */
  get length(): number {
    return this.#length
  }

  /** One of the first faults, once there are so many that reading on would only find more. */
  get fault(): Fault | undefined {
    return this.#faults.length > mostFaultsRead ? this.#faults[0] : undefined
  }

  /** The document with what was taken at the beginning of its lists, and the faults of both in the order of the text. */
  whole(document: Document.Parsed): { readonly root: YamlNode | undefined; readonly faults: readonly Fault[] } {
    // Those of a list that was read in parts stand behind all others.
    const faults = [...faultsOf(document), ...this.#faults].toSorted((a, b) => a.offset - b.offset)
    const root = toYamlNode(document.contents)
    if (root?.kind !== 'map') return { root, faults }
    const taken = new Map([...this.#lists].map(([{ offset }, first]) => [offset, first]))
    const pairs = root.pairs.map((pair) => ({ ...pair, value: withTaken(pair.value, taken) }))
    return { root: { ...root, pairs }, faults }
  }
}

function withTaken(node: YamlNode | undefined, taken: ReadonlyMap<number, Taken>): YamlNode | undefined {
  const first = node?.kind === 'list' ? taken.get(node.start) : undefined
  if (node?.kind !== 'list' || !first) return node
  return { ...node, start: first.start, items: [...first.items, ...node.items] }
}

export function faultsOf({ errors, warnings }: Document.Parsed): readonly Fault[] {
  return [...errors, ...warnings].map(({ code, pos }) => ({ code, offset: pos[0] }))
}
