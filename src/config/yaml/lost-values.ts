import type { CST, Parser } from 'yaml'

/**
 * Whether what is being read follows a key that began with `?`, and has no `: ` of its own before it. The library drops such a
 * value without a word.
 */
export function isLostValue(stack: Parser['stack']): boolean {
  const map = stack.at(-2)
  if (map?.type !== 'block-map') return false
  const item = map.items.at(-1)
  return item?.explicitKey === true && item.sep !== undefined && !item.sep.some(isColon)
}

function isColon({ type }: CST.SourceToken): boolean {
  return type === 'map-value-ind'
}
