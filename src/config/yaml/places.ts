import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { Path } from './tree.ts'

/** Where the values and keys of a document stand. */
export class Places {
  readonly #root: Node | null
  /** Of each map that was asked about; looking through a long one for each of its keys would take its length squared. */
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>()

  constructor(root: Node | null) {
    this.#root = root
  }

  /** In characters. Of the deepest part of the path that exists, so that a missing key is shown at its parent. */
  offsetOf(path: Path, part: 'key' | 'value'): number {
    let node: unknown = this.#root
    let offset = 0
    for (const [depth, step] of path.entries()) {
      const { child, key, value } = this.#into(node, step)
      const here = part === 'key' && depth === path.length - 1 ? (key ?? value) : (value ?? key)
      if (here === undefined) return offset
      offset = here
      node = child
    }
    return offset
  }

  /** What stands under one step of a path, and where its key and its value begin. */
  #into(node: unknown, step: string | number) {
    if (isSeq(node) && typeof step === 'number') {
      const child: unknown = node.items[step]
      return { child, key: undefined, value: startOf(child) }
    }
    const pair = isMap(node) && typeof step === 'string' ? this.#pairsOf(node).get(step) : undefined
    return {
      child: pair?.value,
      key: startOf(pair?.key),
      value: isEmpty(pair?.value) ? undefined : startOf(pair?.value),
    }
  }

  /** Of duplicates the last one, because that is the one whose value the tree has. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map)
    if (known) return known
    const pairs = new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])))
    this.#pairs.set(map, pairs)
    return pairs
  }
}

/** In characters; undefined where nothing stands. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

/** `labels:` with nothing behind it stands at the end of its line, or even on the next one. */
function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1]
}
