import type { YamlNode, YamlPair } from './nodes.ts'
import type { Path } from './tree.ts'

/** Where the values and keys of a document stand. */
export class Places {
  readonly #root: YamlNode | undefined
  /** Of each map that was asked about; looking through a long one for each of its keys would take its length squared. */
  readonly #pairs = new Map<readonly YamlPair[], ReadonlyMap<string, YamlPair>>()

  constructor(root: YamlNode | undefined) {
    this.#root = root
  }

  /** In characters. Of the deepest part of the path that exists, so that a missing key is shown at its parent. */
  offsetOf(path: Path, part: 'key' | 'value'): number {
    let node = this.#root
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
  #into(node: YamlNode | undefined, step: string | number) {
    if (node?.kind === 'list' && typeof step === 'number') {
      const child = node.items[step]
      return { child, key: undefined, value: child?.start }
    }
    const pair = node?.kind === 'map' && typeof step === 'string' ? this.#pairsOf(node.pairs).get(step) : undefined
    // `labels:` with nothing behind it stands at the end of its line, or even on the next one.
    const value = pair?.value?.kind === 'empty' ? undefined : pair?.value?.start
    return { child: pair?.value, key: pair?.start, value }
  }

  /** Of duplicates the last one, because that is the one whose value the tree has. */
  #pairsOf(pairs: readonly YamlPair[]): ReadonlyMap<string, YamlPair> {
    const known = this.#pairs.get(pairs)
    if (known) return known
    const byKey = new Map(pairs.map((pair) => [pair.key, pair]))
    this.#pairs.set(pairs, byKey)
    return byKey
  }
}
