import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { dashboard } from '../grafana/dashboard.ts'
import { type FamiliesOfExpression, familiesOf } from './promql-families.ts'

const rule = z.union([
  z.object({ record: z.string(), expr: z.string() }),
  z.object({ alert: z.string(), expr: z.string(), labels: z.object({ severity: z.string() }) }),
])
const rules = z.object({ groups: z.array(z.object({ rules: z.array(rule) })) })

const panel = z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() })
const panels = z.object({ panels: z.array(panel) })

interface AlertUses {
  readonly alert: string
  readonly severity: string
  readonly needs: readonly string[]
  readonly parts: readonly string[]
  readonly quietedBy: readonly string[]
}

/** Which metric families the shipped alerts and panels use, as the TypeScript of `src/exposition/family-uses.ts`. */
export function familyUses(): string {
  const shown = panels
    .parse(JSON.parse(JSON.stringify(dashboard())))
    .panels.flatMap(({ title, targets = [] }) =>
      targets.length === 0 ? [] : [{ panel: title, families: familiesOfPanel(targets.map(({ expr }) => expr)) }],
    )
  return text(alertUses(), shown)
}

/** Which metric families each shipped alert uses. */
export function alertUses(): readonly AlertUses[] {
  const { groups } = rules.parse(parse(readFileSync('deploy/prometheus/rules.yaml', 'utf8')))
  const all = groups.flatMap((group) => group.rules)
  const recorded = new Map(all.flatMap((each) => ('record' in each ? [[each.record, each.expr]] : [])))
  return all.flatMap((each) =>
    'alert' in each
      ? [{ alert: each.alert, severity: each.labels.severity, ...listed(familiesOf(each.expr, recorded)) }]
      : [],
  )
}

/** Only families of the exporter can be left out. `up` is made by Prometheus. */
function own(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].filter((name) => /^(?:cloudflare|process|nodejs)_/.test(name)).sort()
}

function listed({ needs, parts, quietedBy }: FamiliesOfExpression) {
  return { needs: own(needs), parts: own([...parts].filter((name) => !needs.has(name))), quietedBy: own(quietedBy) }
}

/** Grafana fills in its variables before it asks. */
function familiesOfPanel(exprs: readonly string[]): readonly string[] {
  const uses = exprs.map((expr) => familiesOf(expr.replaceAll('$__rate_interval', '1m'), new Map()))
  return own(uses.flatMap(({ needs, parts, quietedBy }) => [...needs, ...parts, ...quietedBy]).map(familyName))
}

function familyName(series: string): string {
  return series.replace(/_(?:bucket|sum|count)$/, '')
}

function text(alerts: readonly unknown[], shown: readonly unknown[]): string {
  return `// Written by \`npm run family-uses\` from deploy/prometheus/rules.yaml and deploy/grafana. Change those, never this.
/** Which metric families the shipped alerts need. */
export const familiesOfAlerts = ${JSON.stringify(alerts)} as const

/** Which metric families the panels of the shipped dashboard show. */
export const familiesOfPanels = ${JSON.stringify(shown)} as const
`
}
