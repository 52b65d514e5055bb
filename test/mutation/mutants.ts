import { isForPeople, isText } from './for-people.ts'
import { placeOf, type Span } from './place.ts'
import { field, isNode, list, type Node, type TextOf, walk } from './syntax.ts'

/** One small change of a file. */
export interface Mutant {
  readonly path: string
  /** From 1 on. */
  readonly line: number
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
  /** What has to run before anybody can notice the change. */
  readonly place: Span
  /** It runs once, when the file is imported: also where a test imports it late, in the midst of its run. */
  readonly runsAtImport: boolean
  /** The line as it stands in the file, without the space around it. */
  readonly lineText: string
}

type Change = readonly [of: Node, after: string]

const operators: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '===': '!==',
    '!==': '===',
    '<': '<=',
    '<=': '<',
    '>': '>=',
    '>=': '>',
    '+': '-',
    '-': '+',
    '*': '/',
    '/': '*',
    '%': '*',
    '&&': '||',
    '||': '&&',
  }),
)
/** Calls that leave their object as it is when they are left out. */
const droppedCalls = new Set(
  ['filter', 'trim', 'trimEnd', 'toLowerCase', 'toUpperCase', 'slice', 'sort', 'toSorted', 'reverse'].concat([
    'toReversed',
    'flat',
    'replace',
    'replaceAll',
  ]),
)
const otherMethods: ReadonlyMap<string, string> = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    min: 'max',
    max: 'min',
    floor: 'ceil',
    ceil: 'floor',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
  }),
)

type Rule = (node: Node, text: TextOf, parent: Node | undefined) => readonly Change[]

const otherOperator: Rule = (node, text) => {
  const [left, right] = [field(node, 'left'), field(node, 'right')]
  if (!left || !right) return []
  const operator = String(node['operator'])
  if (operator === '??') return [[node, text(left)]]
  const other = operators.get(operator)
  return other ? [[node, `${text(left)} ${other} ${text(right)}`]] : []
}

const decided: Rule = (node) => {
  const condition = field(node, 'test')
  return condition
    ? [
        [condition, 'true'],
        [condition, 'false'],
      ]
    : []
}

/** Leaves out one after the other, with a comma beside it. */
const oneLess =
  (name: string): Rule =>
  (node) => {
    const all = list(node, name)
    if (all.length === 1) return [[node, node.type === 'ObjectExpression' ? '{}' : '[]']]
    return all.map((each, i): Change => {
      const [previous, next] = [all[i - 1], all[i + 1]]
      if (next) return [{ ...each, end: next.start }, '']
      return [previous ? { ...each, start: previous.end } : each, '']
    })
  }

const call: Rule = (node, text) => {
  const callee = field(node, 'callee')
  const changes: Change[] = []
  const [object, property] = callee ? [field(callee, 'object'), field(callee, 'property')] : []
  const method = String(property?.['name'])
  if (object && droppedCalls.has(method)) changes.push([node, text(object)])
  const other = otherMethods.get(method)
  if (property && other) changes.push([property, other])
  const [first, second, ...rest] = list(node, 'arguments')
  if (first && second && rest.length === 0 && callee && !['min', 'max'].includes(method))
    changes.push([node, `${text(callee)}(${text(second)}, ${text(first)})`])
  return changes
}

const literal: Rule = (node, text, parent) => {
  const { value } = node
  if (typeof value === 'boolean') return [[node, String(!value)]]
  if (typeof value === 'number') return [[node, String(value + 1)]]
  if (isNode(parent) && (parent['key'] === node || parent['source'] === node || parent.type === 'ExpressionStatement'))
    return []
  if (typeof value === 'string') return [[node, value === '' ? "'x'" : "''"]]
  const source = text(node)
  if (node['regex'] === undefined) return []
  const loose = [source.replace(/^\/\^/, '/'), source.replace(/(?<!\\)\$\/(\w*)$/, '/$1')]
  return loose.filter((each) => each !== source).map((each) => [node, each])
}

const textOfArgument = (node: Node, text: TextOf) => {
  const argument = field(node, 'argument')
  return argument ? text(argument) : ''
}

const withoutOperator: Rule = (node, text) => {
  const argument = field(node, 'argument')
  return argument && ['!', '-'].includes(String(node['operator'])) ? [[node, text(argument)]] : []
}

const rules: Readonly<Record<string, Rule>> = {
  BinaryExpression: otherOperator,
  LogicalExpression: otherOperator,
  IfStatement: decided,
  ConditionalExpression: decided,
  ArrayExpression: oneLess('elements'),
  ObjectExpression: oneLess('properties'),
  CallExpression: call,
  Literal: literal,
  UnaryExpression: withoutOperator,
  AwaitExpression: (node, text) => {
    const argument = field(node, 'argument')
    return argument ? [[node, text(argument)]] : []
  },
  ExpressionStatement: (node) => [[node, ';']],
  ReturnStatement: (node, text) => (['undefined', ''].includes(textOfArgument(node, text)) ? [] : [[node, 'return']]),
  TemplateLiteral: (node, _, parent) => (parent?.type === 'TaggedTemplateExpression' ? [] : [[node, "''"]]),
}

const runsLater = new Set([
  'ArrowFunctionExpression',
  'FunctionExpression',
  'FunctionDeclaration',
  'PropertyDefinition',
])

/** Everything that can be changed in this file by one small step. */
export function mutantsOf(path: string, source: string): readonly Mutant[] {
  const text: TextOf = ({ start, end }) => source.slice(start, end)
  const lines = source.split('\n')
  const found: Mutant[] = []
  walk(source, (node, around) => {
    if (isText(node) && isForPeople(node, around, text)) return
    for (const [of, after] of rules[node.type]?.(node, text, around[0]) ?? []) {
      if (after === text(of)) continue
      const line = source.slice(0, of.start).split('\n').length
      const lineText = lines[line - 1]?.trim() ?? ''
      const where = { place: placeOf(node, around), runsAtImport: !around.some(({ type }) => runsLater.has(type)) }
      found.push({ path, line, lineText, start: of.start, end: of.end, before: text(of), after, ...where })
    }
  })
  return found
}

export function mutated(source: string, { start, end, after }: Mutant): string {
  return source.slice(0, start) + after + source.slice(end)
}
