import { readFile, writeFile } from 'node:fs/promises'
import type { Figure } from './figure.ts'

const file = 'docs/performance.md'
const markers = ['<!-- npm run bench -- --write writes from here -->', '<!-- to here -->'] as const

/** Puts the figures and the machine into docs/performance.md. */
export async function writeDocs(figures: readonly Figure[], machine: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  const [from, to] = markers.map((marker) => text.indexOf(marker))
  if (from === undefined || to === undefined || from === -1 || to < from)
    throw new Error(`${file} has lost its markers`)
  const written = `${markers[0]}\n${tableOf(figures)}\n\n${machine}\n${markers[1]}`
  await writeFile(file, text.slice(0, from) + written + text.slice(to + markers[1].length))
}

const verdicts = { '': '', yes: ': met', NO: ': **missed**' } as const

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, ours, reference, ratio, target, met }) => [
    what,
    ours,
    reference,
    ratio,
    `${target}${verdicts[met]}`,
  ])
  const head = ['what', 'ours', 'reference in the same run', 'ratio', 'target']
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
