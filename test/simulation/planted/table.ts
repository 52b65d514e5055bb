import { readFile, writeFile } from 'node:fs/promises'

export const documentation = new URL('../../../docs/reliability.md', import.meta.url)
const markers = ['<!-- npm run simulate:planted -- --write writes from here -->', '<!-- to here -->'] as const

/** Where a planted fault was found. */
export interface Found {
  readonly seed: number
  /** Which promise was broken. */
  readonly promise: string
}

/** By the names of the planted faults, as the documentation has them. */
export function foundIn(text: string): ReadonlyMap<string, string> {
  const rows = [...between(text).matchAll(/^\| (?<name>[^|]+) \| (?<result>[^|]+ \| [^|]*) \|$/gm)]
  const [, , ...found] = rows.map(({ groups }): [string, string] => [groups?.['name'] ?? '', groups?.['result'] ?? ''])
  return new Map(found)
}

/** Puts these results into docs/reliability.md. What is known of the others stays, as long as there still is such a fault. */
export async function writeTable(
  names: readonly string[],
  results: ReadonlyMap<string, Found | undefined>,
): Promise<void> {
  const text = await readFile(documentation, 'utf8')
  const known = foundIn(text)
  const rows = names.map((name) => {
    const found = results.get(name)
    const result = results.has(name) ? (found ? `${found.promise} | ${found.seed}` : 'not found | ') : known.get(name)
    return `| ${name} | ${result ?? 'not tried | '} |`
  })
  const table = ['| fault | broken promise | seed |', '| --- | --- | --- |', ...rows].join('\n')
  const [from, to] = bounds(text)
  await writeFile(documentation, `${text.slice(0, from)}\n${table}\n${text.slice(to)}`)
}

function between(text: string): string {
  return text.slice(...bounds(text))
}

function bounds(text: string): readonly [number, number] {
  const from = text.indexOf(markers[0])
  const to = text.indexOf(markers[1], from)
  if (from < 0 || to < 0) throw new Error('docs/reliability.md has lost its markers')
  return [from + markers[0].length, to]
}
