import measure from 'fast-string-truncated-width'

/** Names and API messages can be very long. A text is cut to what fits on so many full lines. */
const mostLines = 6
const indent = '  '
const ellipsis = '…'

/** Pads each cell to its column's width, in terminal columns. */
export function align(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell))))
    .join('  ')
    .trimEnd()
}

/**
 * Shortens a line to so many terminal columns, with an ellipsis at its end.
 * @param columns undefined: the line stays whole
 */
export function cut(line: string, columns: number | undefined): string {
  if (columns === undefined) return line
  const { index, truncated, ellipsed } = measure(line, { limit: columns, ellipsis })
  return truncated ? `${line.slice(0, index)}${ellipsed ? ellipsis : ''}` : line
}

/** The columns that a text takes on a terminal: two for a Chinese character or an emoji, none for a combining accent. */
export function width(text: string): number {
  return measure(text).width
}

/** Wraps a text; every line is indented. */
export function indented(text: string, columns: number | undefined): readonly string[] {
  return wrap(text, columns === undefined ? undefined : columns - indent.length).map((line) => `${indent}${line}`)
}

/** Wraps a text; every line but the first is indented. */
export function hanging(text: string, columns: number | undefined): readonly string[] {
  const [first = '', ...rest] = wrap(text, columns === undefined ? undefined : columns - indent.length)
  return [first, ...rest.map((line) => `${indent}${line}`)]
}

/** Wraps a text between words. A longer word is cut. */
export function wrap(text: string, columns: number | undefined): readonly string[] {
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
