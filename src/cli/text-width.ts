/** How many lines a text may take that Cloudflare, or whoever gave a name, made long. */
const mostLines = 6
const indent = '  '

export function align(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell))))
    .join('  ')
    .trimEnd()
}

/** @param columns undefined: as many as it takes */
export function cut(line: string, columns: number | undefined): string {
  const characters = [...line]
  return columns === undefined || characters.length <= columns ? line : `${characters.slice(0, columns - 1).join('')}…`
}

export function width(text: string): number {
  return [...text].length
}

export function indented(text: string, columns: number | undefined): readonly string[] {
  return wrap(text, columns === undefined ? undefined : columns - indent.length).map((line) => `${indent}${line}`)
}

/** Broken between words, each further line indented. */
export function hanging(text: string, columns: number | undefined): readonly string[] {
  const [first = '', ...rest] = wrap(text, columns === undefined ? undefined : columns - indent.length)
  return [first, ...rest.map((line) => `${indent}${line}`)]
}

function wrap(text: string, columns: number | undefined): readonly string[] {
  if (columns === undefined) return [text]
  const room = Math.max(1, columns)
  const lines: string[] = []
  for (const word of cut(text, mostLines * room).split(' ')) {
    const before = lines.at(-1)
    if (before !== undefined && width(before) + 1 + width(word) <= room) lines[lines.length - 1] = `${before} ${word}`
    else lines.push(cut(word, room))
  }
  return lines
}
