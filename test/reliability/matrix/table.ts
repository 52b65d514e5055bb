import { type Phase, phases, type RowResult } from './journey.ts'
import type { Row } from './row.ts'

/** The matrix as a table in Markdown: what was seen, not what was wanted. */
export function matrixTable(results: readonly (readonly [Row, RowResult])[]): string {
  const header = ['', 'fault', 'reason', ...phases]
  const lines = results.map(([{ group, name }, { reasons, cells }], index) => {
    const isFirst = results[index - 1]?.[0].group !== group
    const seen = reasons.length > 0 ? reasons.map((reason) => `\`${reason}\``).join(' ') : 'none'
    return [isFirst ? group : '', name, seen, ...phases.map((phase) => mark(cells, phase))]
  })
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function mark(cells: RowResult['cells'], phase: Phase): string {
  if (!cells.has(phase)) return '–'
  return cells.get(phase) === undefined ? '✓' : '✗'
}

/** The rows of such a table by their keys, `GROUP: NAME`; each as it stands behind its name. */
export function matrixLines(table: string): ReadonlyMap<string, string> {
  const lines = new Map<string, string>()
  let group = ''
  for (const line of table.split('\n').slice(2)) {
    const [, named = '', name = '', rest = ''] = /^\| ([^|]*) \| ([^|]*) \| (.*)$/.exec(line) ?? []
    if (named.trim() !== '') group = named.trim()
    lines.set(`${group}: ${name}`, rest)
  }
  return lines
}
