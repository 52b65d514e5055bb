import { field, list, type Node, type TextOf } from './syntax.ts'

export const isText = ({ type, value }: Node) => type === 'TemplateLiteral' || typeof value === 'string'

/** The words of an error, of a line of the log, or of a schema: people may find others as good. */
export function isForPeople(node: Node, around: readonly Node[], text: TextOf): boolean {
  const call = around.find(({ type }) => !partsOfText.has(type))
  const callee = call && field(call, 'callee')
  if (!call || !callee || !list(call, 'arguments').some(({ start, end }) => start <= node.start && node.end <= end))
    return false
  return call.type === 'NewExpression'
    ? /Error$/.test(text(callee))
    : /log\.\w+$|\.(describe|meta)$/i.test(text(callee))
}

const partsOfText = new Set(['TemplateLiteral', 'ConditionalExpression', 'BinaryExpression'])
