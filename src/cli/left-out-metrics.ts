import type { MetricsChoice } from '../config/model.ts'
import { SelfMetrics } from '../daemon/self-metrics.ts'
import { type AffectedAlert, affectedAlerts, affectedPanels, familyNames } from '../exposition/affected-alerts.ts'
import { exposedFamilies } from '../exposition/exposed-families.ts'
import { matchesGlob } from '../inventory/discovery-filter.ts'

const effects = {
  never_fires: 'can no longer fire, because it needs',
  misses_cases: 'misses some cases, because it uses',
  fires_more: 'fires in more cases, because it lacks',
} as const satisfies Record<AffectedAlert['effect'], string>

/** Lines for `validate`: what the choice of metrics does to the shipped alerts and dashboard. Empty if nothing is left out. */
export async function describeMetrics(choice: MetricsChoice): Promise<string> {
  const exposed = exposedFamilies(choice)
  const own = (await new SelfMetrics().families()).map(({ name }) => name)
  const names = [...familyNames, ...own]
  const unknown = choice.deny.filter((pattern) => !names.some((name) => matchesGlob(pattern, name)))
  const panels = affectedPanels(exposed)
  const lines = [
    ...unknown.map((pattern) => `warning: metrics.deny: ${pattern} is the name of no metric`),
    ...affectedAlerts(exposed).map(
      ({ alert, severity, effect, families }) => `${alert} (${severity}) ${effects[effect]} ${families.join(', ')}`,
    ),
    ...(panels.length === 0 ? [] : [`panels of the dashboard that lack data: ${panels.join(', ')}`]),
  ]
  const left = names.filter((name) => !exposed.isExposed(name)).length
  if (left === 0) return lines.map((line) => `  ${line}\n`).join('')
  return `  metrics: ${names.length - left} of ${names.length} families are exposed\n${lines.map((line) => `    ${line}\n`).join('')}`
}
