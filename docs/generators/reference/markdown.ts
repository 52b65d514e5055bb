/** A Markdown table. A bar in a cell is escaped, and line breaks become spaces. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows.map((row) => row.map(cell))]
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
}

export function code(text: string): string {
  return `\`${text}\``
}

export function codes(words: readonly string[]): string {
  return words.map(code).join(', ')
}

const begin = '<!-- begin: written by `npm run reference` -->'
const end = '<!-- end -->'

/** The page with everything between its two marks replaced. What stands outside of them is written by hand. */
export function withWrittenPart(page: string, part: string): string {
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`the page lacks ${begin} or ${end}`)
  return `${before}${begin}\n\n${part.trim()}\n\n${end}${after}`
}
