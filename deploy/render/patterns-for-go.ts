const notEmpty = '(?=.)'
const notReserved = '(?!__|exported_)'

/** Helm's regular expressions are Go's and know no lookahead: the two in use are said in other words. */
export function forGo(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forGo)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword !== 'pattern' || typeof value !== 'string') return [[keyword, forGo(value)]]
    const said: [string, unknown][] = [['pattern', value.replaceAll(notEmpty, '').replaceAll(notReserved, '')]]
    if (value.includes(notEmpty)) said.push(['minLength', 1])
    if (value.includes(notReserved)) said.push(['not', { pattern: '^(?:__|exported_)' }])
    if (/\(\?[=!<]/.test(String(said[0]?.[1]))) throw new Error(`Go cannot read the pattern ${value}`)
    return said
  })
  return Object.fromEntries(entries)
}
