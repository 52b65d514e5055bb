import { parseAst } from 'rolldown/parseAst'

/** A node of the syntax tree (ESTree); `start` and `end` count UTF-16 units of the text. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** What has no meaning while the program runs, or changes another file. */
const skipped = new Set(['ImportDeclaration', 'ExportAllDeclaration', 'ImportExpression'])
/** These only wrap an expression in types. */
const wrappers = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'])

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** Every node that is left when the types are gone, with the nodes around it, the innermost first. */
export function walk(text: string, visit: (node: Node, around: readonly Node[]) => void): void {
  const look = (node: Node, around: readonly Node[]) => {
    if (skipped.has(node.type) || (node.type.startsWith('TS') && !wrappers.has(node.type))) return
    visit(node, around)
    const inside = [node, ...around]
    for (const child of Object.values(node).flat()) if (isNode(child)) look(child, inside)
  }
  const program: unknown = parseAst(text, { lang: 'ts' })
  if (isNode(program)) look(program, [])
}

export type TextOf = (node: Node) => string

export function field(node: Node, name: string): Node | undefined {
  return isNode(node[name]) ? node[name] : undefined
}

export function list(node: Node, name: string): readonly Node[] {
  return Array.isArray(node[name]) ? node[name].filter(isNode) : []
}
