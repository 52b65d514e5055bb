import type { YamlNode, YamlPair } from './nodes.ts'
import type { Tree } from './tree.ts'

/**
 * Aliases share what they name, yet whoever walks the tree meets it each time: one map of thousands that thousands of entries
 * share is no nesting at all. Ten thousand entries with ten labels each have 160,000.
 */
const mostValues = 250_000

export interface Content {
  readonly tree: Tree
  /** Where a key stands that stood in the same map before. */
  readonly duplicates: readonly number[]
  /** Where an alias stands that has no anchor before it. */
  readonly unknownAliases: readonly number[]
}

/**
 * A document as plain values, in one pass. The library's own `toJS` looks through all anchors for each alias, and compares each
 * key with all that stand before it.
 */
export function contentOf(root: YamlNode | undefined): Content {
  const reader = new ContentReader()
  const tree = reader.read(root)
  return { tree, duplicates: reader.duplicates, unknownAliases: reader.unknownAliases }
}

class ContentReader {
  readonly duplicates: number[] = []
  readonly unknownAliases: number[] = []
  readonly #anchors = new Map<string, Tree>()

  read(node: YamlNode | undefined): Tree {
    switch (node?.kind) {
      case undefined:
        return null
      case 'empty':
        return this.#remember(node.anchor, null)
      case 'scalar':
        return this.#remember(node.anchor, node.value)
      case 'alias':
        return this.#named(node.name, node.start)
      case 'list': {
        const list = this.#remember<Tree[]>(node.anchor, [])
        for (const item of node.items) list.push(this.read(item))
        return list
      }
      case 'map':
        return this.#readPairs(node.pairs, this.#remember<Record<string, Tree>>(node.anchor, {}))
    }
  }

  #named(anchor: string, offset: number): Tree {
    if (!this.#anchors.has(anchor)) this.unknownAliases.push(offset)
    return this.#anchors.get(anchor)
  }

  #readPairs(pairs: readonly YamlPair[], map: Record<string, Tree>): Tree {
    for (const { key, start, anchor, value } of pairs) {
      this.#remember(anchor, key)
      if (Object.hasOwn(map, key)) this.duplicates.push(start)
      // Not by assignment, which would change what `__proto__` means.
      Object.defineProperty(map, key, {
        value: this.read(value),
        ...{ writable: true, enumerable: true, configurable: true },
      })
    }
    return map
  }

  /** Before its content is read, for that may name it. */
  #remember<Value>(anchor: string | undefined, value: Value): Value {
    if (anchor !== undefined) this.#anchors.set(anchor, value)
    return value
  }
}

/** Whether aliases multiply what stands there beyond reason. */
export function isMultiplied(tree: Tree): boolean {
  return walkLength(tree, new Map()) > mostValues
}

/** How many values there are, those that are shared counted wherever they stand. */
function walkLength(tree: Tree, lengths: Map<object, number>): number {
  if (typeof tree !== 'object' || tree === null) return 1
  const known = lengths.get(tree)
  if (known !== undefined) return known
  // A loop ends here; what is wrong with it is told by its place.
  lengths.set(tree, 1)
  const length = Object.values(tree).reduce((sum: number, value: Tree) => sum + walkLength(value, lengths), 1)
  lengths.set(tree, length)
  return length
}
