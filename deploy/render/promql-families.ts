import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'

/** How an expression depends on metric families. */
export interface FamiliesOfExpression {
  /** Without any one of these the expression has no result. */
  readonly needs: ReadonlySet<string>
  /** Without any one of these some results are missing. */
  readonly parts: ReadonlySet<string>
  /** Without any one of these the expression has more results: the right side of `unless`, and `absent`. */
  readonly quietedBy: ReadonlySet<string>
  /** Whether it has a result only where the recording rule that it is of had one before. */
  readonly needsOwnPast: boolean
}

const none: FamiliesOfExpression = { needs: new Set(), parts: new Set(), quietedBy: new Set(), needsOwnPast: false }
const ownPast = 'vector(0)'

/**
 * Finds out how a PromQL expression depends on metric families.
 * @param recorded the expressions of recording rules, by name
 */
export function familiesOf(expr: string, recorded: ReadonlyMap<string, string>): FamiliesOfExpression {
  return new Reader(expr, recorded).read(parser.parse(expr).topNode)
}

class Reader {
  readonly #expr: string
  readonly #recorded: ReadonlyMap<string, string>

  constructor(expr: string, recorded: ReadonlyMap<string, string>) {
    this.#expr = expr
    this.#recorded = recorded
  }

  read(node: SyntaxNode): FamiliesOfExpression {
    if (node.name === 'VectorSelector') return this.#selector(node)
    const operands = children(node).map((child) => this.read(child))
    if (node.getChild('Or')) return either(operands)
    if (node.getChild('Unless')) return without(operands)
    if (isAbsent(node)) return { ...none, quietedBy: all(operands.flatMap(({ needs, parts }) => [needs, parts])) }
    return together(operands)
  }

  #selector(node: SyntaxNode): FamiliesOfExpression {
    const name = node.getChild('Identifier')
    if (!name) return none
    const text = this.#expr.slice(name.from, name.to)
    const expr = this.#recorded.get(text)
    // A rule may refer to its own earlier values.
    if (expr === ownPast) return { ...none, needsOwnPast: true }
    if (expr === undefined) return { ...none, needs: new Set([text]) }
    return familiesOf(expr, new Map([...this.#recorded, [text, ownPast]]))
  }
}

function children(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

function isAbsent(node: SyntaxNode): boolean {
  const name = node.getChild('FunctionIdentifier')
  return name !== null && (name.getChild('Absent') ?? name.getChild('AbsentOverTime')) !== null
}

function isVector({ needs, parts, quietedBy, needsOwnPast }: FamiliesOfExpression): boolean {
  return needsOwnPast || needs.size + parts.size + quietedBy.size > 0
}

function all(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]))
}

function together(operands: readonly FamiliesOfExpression[]): FamiliesOfExpression {
  return {
    needs: all(operands.map(({ needs }) => needs)),
    parts: all(operands.map(({ parts }) => parts)),
    quietedBy: all(operands.map(({ quietedBy }) => quietedBy)),
    needsOwnPast: operands.some((operand) => operand.needsOwnPast),
  }
}

function either(operands: readonly FamiliesOfExpression[]): FamiliesOfExpression {
  // The operator itself is a node too, and depends on nothing.
  const sides = operands.filter(isVector)
  // Earlier values came from the other sides, and need what those need.
  const [first, ...others] = sides.filter(({ needsOwnPast }) => !needsOwnPast)
  const needs = new Set([...(first?.needs ?? [])].filter((name) => others.every((side) => side.needs.has(name))))
  const { parts, quietedBy } = together(sides)
  const optional = sides.flatMap((side) => [...side.needs]).filter((name) => !needs.has(name))
  return {
    needs,
    parts: new Set([...parts, ...optional]),
    quietedBy: new Set([...quietedBy].filter((name) => !needs.has(name))),
    needsOwnPast: first === undefined && sides.length > 0,
  }
}

function without(operands: readonly FamiliesOfExpression[]): FamiliesOfExpression {
  const [left = none, ...others] = operands.filter(isVector)
  const right = together(others)
  return { ...left, quietedBy: all([left.quietedBy, right.needs, right.parts]) }
}
