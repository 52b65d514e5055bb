import { isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml'

/**
 * One part of a document: its value, and where it begins, in characters. The library's own nodes also keep how the text was
 * written, which takes several times the memory.
 */
export type YamlNode =
  | { readonly kind: 'scalar'; readonly start: number; readonly anchor: string | undefined; readonly value: unknown }
  /** Nothing stands there: `labels:` at the end of its line. */
  | { readonly kind: 'empty'; readonly start: number; readonly anchor: string | undefined }
  | { readonly kind: 'alias'; readonly start: number; readonly name: string }
  | YamlList
  | {
      readonly kind: 'map'
      readonly start: number
      readonly anchor: string | undefined
      readonly pairs: readonly YamlPair[]
    }

export interface YamlList {
  readonly kind: 'list'
  readonly start: number
  readonly anchor: string | undefined
  readonly items: readonly YamlNode[]
}

export interface YamlPair {
  readonly key: string
  readonly start: number
  /** Of the key. */
  readonly anchor: string | undefined
  /** Undefined where there is not even a colon. */
  readonly value: YamlNode | undefined
}

/** @param node one of the library's; undefined where it is none */
export function toYamlNode(node: unknown): YamlNode | undefined {
  if (!isNode(node)) return undefined
  const start = startOf(node)
  if (isAlias(node)) return { kind: 'alias', start, name: node.source }
  const { anchor } = node
  if (isSeq(node)) return { kind: 'list', start, anchor, items: toYamlNodes(node.items) }
  if (isMap(node)) return { kind: 'map', start, anchor, pairs: node.items.map(toPair) }
  if (!isScalar(node)) return undefined
  const isEmpty = node.value === null && node.range?.[0] === node.range?.[1]
  return isEmpty ? { kind: 'empty', start, anchor } : { kind: 'scalar', start, anchor, value: node.value }
}

export function toYamlNodes(nodes: readonly unknown[]): readonly YamlNode[] {
  return nodes.map((node) => toYamlNode(node) ?? { kind: 'empty', start: 0, anchor: undefined })
}

function toPair({ key, value }: Pair): YamlPair {
  const scalar = isScalar(key) ? key : undefined
  return {
    key: String(scalar?.value ?? ''),
    start: startOf(key),
    anchor: scalar?.anchor,
    value: toYamlNode(value),
  }
}

function startOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0
}
