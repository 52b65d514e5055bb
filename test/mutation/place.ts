import { field, type Node } from './syntax.ts'

/** Where something stands in its file, in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
  /** Or it is an expression. */
  readonly isStatement: boolean
}

/**
 * An optional chain is one expression: a part of it, in parentheses, would no longer end with the whole. A line that begins with a
 * parenthesis would belong to the line before it.
 */
export function placeOf(node: Node, around: readonly Node[]): Span {
  let whole = node.type === 'IfStatement' ? (field(node, 'test') ?? node) : node
  for (const outer of around) {
    if (!partsOfChain.has(outer.type)) break
    whole = outer.type === 'ChainExpression' ? outer : whole
  }
  whole = around.find(({ type, start }) => type === 'ExpressionStatement' && start === whole.start) ?? whole
  return { start: whole.start, end: whole.end, isStatement: whole.type.endsWith('Statement') }
}

const partsOfChain = new Set(['MemberExpression', 'CallExpression', 'ChainExpression', 'TSNonNullExpression'])
