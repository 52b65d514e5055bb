import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import type { Finding, Locate, Position } from '../problems.ts'
import type { Path, Tree } from './tree.ts'
import { isHarmless, mostFaults, yamlFaultText } from './yaml-faults.ts'

type Located = Finding & { readonly at: Position }

export interface YamlFile {
  /** Undefined where the text is so broken that nothing can be said of its content. */
  readonly tree: Tree
  readonly findings: readonly Finding[]
  readonly locate: Locate
}

/** One file may well use one anchor in each of its entries; only nested ones multiply into a bomb. */
const maxAliasCount = 20_000

/**
 * Aliases share what they name, yet whoever walks the tree meets it each time: one map of thousands that thousands of entries
 * share is no nesting at all. Ten thousand entries with ten labels each are a fifth of this.
 */
const mostValues = 1_000_000

/** Reads one YAML document without ever throwing, and remembers where everything stands. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error' })
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const locate: Locate = (path, part) => positionOf(offsetOf(document.contents, path, part ?? 'value'))
  const faults = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0])
  const findings = faults.map(({ code, pos }) => found(yamlFaultText(code), positionOf(pos[0])))
  if (!faults.every(isHarmless)) return { tree: undefined, findings: withoutFollowUps(findings), locate }
  const aliases = unknownAliases(document).map((offset) => found(unknownAlias, positionOf(offset)))
  if (aliases.length > 0) return { tree: undefined, findings: [...findings, ...aliases], locate }
  return { ...plainTree(document, findings), locate }
}

const unknownAlias = 'an alias without an anchor of that name before it: expected quotes, where a text begins with *'

/** One fault seldom comes alone: of each line only the first is told. */
function withoutFollowUps(findings: readonly Located[]): readonly Located[] {
  const firsts = findings.filter(({ at }, index) => at.line !== findings[index - 1]?.at.line)
  return firsts.slice(0, mostFaults)
}

function found(text: string, at: Position): Located {
  return { path: [], text, at }
}

function plainTree(document: Document.Parsed, findings: readonly Located[]) {
  try {
    const tree: Tree = document.toJS({ maxAliasCount })
    if (walkLength(tree, new Map()) > mostValues) throw new Error('too large')
    return { tree, findings }
  } catch {
    const text = 'its aliases multiply beyond reason, or hide a loop: expected the values themselves'
    return { tree: undefined, findings: [...findings, found(text, { line: 1, column: 1 })] }
  }
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

/** `toJS` would throw at the first one without saying where it stands. */
function unknownAliases(document: Document.Parsed): readonly number[] {
  const anchors = new Set<string>()
  const offsets: number[] = []
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        if (!anchors.has(node.source)) offsets.push(node.range?.[0] ?? 0)
      } else if (node.anchor !== undefined) anchors.add(node.anchor)
    },
  })
  return offsets
}

/** Of the deepest part of the path that exists, so that a missing key is shown at its parent. */
function offsetOf(root: Node | null, path: Path, part: 'key' | 'value'): number {
  let node: unknown = root
  let offset = 0
  for (const [depth, step] of path.entries()) {
    const { child, key, value } = into(node, step)
    const here = part === 'key' && depth === path.length - 1 ? (key ?? value) : (value ?? key)
    if (here === undefined) return offset
    offset = here
    node = child
  }
  return offset
}

/** What stands under one step of a path, and where its key and its value begin. */
function into(node: unknown, step: string | number) {
  if (isSeq(node) && typeof step === 'number') {
    const child: unknown = node.items[step]
    return { child, key: undefined, value: startOf(child) }
  }
  const pair = isMap(node) && typeof step === 'string' ? pairOf(node.items, step) : undefined
  return { child: pair?.value, key: startOf(pair?.key), value: isEmpty(pair?.value) ? undefined : startOf(pair?.value) }
}

/** Of duplicates the last one, because that is the one whose value the tree has. */
function pairOf(items: readonly Pair[], key: string): Pair | undefined {
  return items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === key)
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

/** `labels:` with nothing behind it stands at the end of its line, or even on the next one. */
function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1]
}
