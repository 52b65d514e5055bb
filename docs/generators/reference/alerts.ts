import { parse } from 'yaml'
import { z } from 'zod'
import { code, markdownTable } from './markdown.ts'

const rulesFile = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          for: z.string().default(''),
          labels: z.object({ severity: z.string() }).partial().default({}),
        }),
      ),
    }),
  ),
})

/** The alerts of a rules file, in its order. The line `# -- ` before a rule says when it fires. */
export function alertTable(rules: string): string {
  const conditions = [...rules.matchAll(/^ *# -- (.*)\n *- alert: \w+$/gm)].map(([, condition = '']) => condition)
  const alerts = rulesFile.parse(parse(rules)).groups.flatMap((group) => group.rules.filter(({ alert }) => alert))
  if (conditions.length !== alerts.length)
    throw new Error(`${alerts.length} alerts, but ${conditions.length} of them have a line "# -- " before them`)
  const rows = alerts.map(({ alert = '', labels, for: wait }, index) => [
    `[${code(alert)}](../runbooks/${alert}.md)`,
    labels.severity ?? '',
    wait,
    conditions[index] ?? '',
  ])
  return markdownTable(['alert', 'severity', 'for', 'when it fires'], rows)
}
