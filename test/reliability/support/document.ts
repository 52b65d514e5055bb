import { readFileSync, writeFileSync } from 'node:fs'

const path = 'docs/reliability.md'

/** What stands between two markers of docs/reliability.md. */
export function documented(name: string): string {
  const [, text = ''] = section(name).exec(readFileSync(path, 'utf8')) ?? []
  return text.trim()
}

export function document(name: string, text: string): void {
  const before = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    before.replace(section(name), () => `<!-- ${name} -->\n${text}\n<!-- /${name} -->`),
  )
}

function section(name: string): RegExp {
  return new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`)
}
