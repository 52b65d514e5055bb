import { parse } from 'yaml'

/** One documented value of the chart. */
export interface ChartValue {
  readonly section: string
  /** Its keys, from the outside in. */
  readonly path: readonly string[]
  readonly default: unknown
  readonly description: string
}

/** Reads `# --` descriptions and `# ==` sections out of values.yaml, which is their only source. */
export function readValues(text: string): readonly ChartValue[] {
  const defaults: unknown = parse(text)
  const found: ChartValue[] = []
  const open: { readonly indent: number; readonly key: string }[] = []
  let section = ''
  let comments: string[] = []
  for (const line of text.split('\n')) {
    const [, comment] = /^ *# ?(.*)$/.exec(line) ?? []
    const [, indentation = '', key] = /^( *)([\w-]+):/.exec(line) ?? []
    if (comment?.startsWith('== ')) section = comment.slice(3)
    if (comment !== undefined) comments.push(comment)
    if (key !== undefined) {
      enter(open, { indent: indentation.length, key })
      const path = open.map((each) => each.key)
      const description = descriptionIn(comments)
      if (description !== undefined) found.push({ section, path, default: valueAt(defaults, path), description })
    }
    if (comment === undefined) comments = []
  }
  return found
}

function enter<Level extends { readonly indent: number }>(open: Level[], level: Level): void {
  while ((open.at(-1)?.indent ?? -1) >= level.indent) open.pop()
  open.push(level)
}

function descriptionIn(comments: readonly string[]): string | undefined {
  const first = comments.findIndex((comment) => comment.startsWith('-- '))
  return first < 0 ? undefined : comments.slice(first).join(' ').slice(3)
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[key], tree)
}
