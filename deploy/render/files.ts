import { existsSync, readFileSync } from 'node:fs'
import { configurationJsonSchema } from '../../src/config/schema/json-schema.ts'
import { minimalFamilies } from '../../src/exposition/exposed-families.ts'
import { renderedRules } from '../prometheus/texts/rendered-rules.ts'
import { configurationDefaults } from './configuration-defaults.ts'
import { alertUses } from './family-uses.ts'
import { labelsOfAlerts } from './labels-of-alerts.ts'
import { chartReadme } from './readme.ts'
import { readValues } from './values.ts'
import { valuesSchema } from './values-schema.ts'

/** What the chart carries and nobody writes by hand: paths to texts. Helm reads no file outside the chart's folder. */
export function chartFiles(): ReadonlyMap<string, string> {
  const values = readValues(readFileSync('deploy/chart/values.yaml', 'utf8'))
  const rules = renderedRules()
  const readme = 'deploy/chart/README.md'
  const dashboard = 'deploy/grafana/dashboard.json'
  return new Map([
    ['deploy/chart/files/families-of-alerts.json', familiesOfAlertsJson()],
    ['deploy/chart/files/labels-of-alerts.json', `${JSON.stringify(labelsOfAlerts(rules), null, 2)}\n`],
    ['deploy/prometheus/rules.yaml', rules],
    ['deploy/chart/files/rules.yaml', rules],
    [
      'deploy/chart/values.schema.json',
      `${JSON.stringify(valuesSchema(values, configurationJsonSchema()), null, 2)}\n`,
    ],
    ['deploy/chart/templates/_configuration-defaults.tpl', configurationDefaults()],
    [readme, chartReadme(readFileSync(readme, 'utf8'), values)],
    ...(existsSync(dashboard) ? [['deploy/chart/files/dashboard.json', readFileSync(dashboard, 'utf8')] as const] : []),
  ])
}

/** What the chart needs to know in order to leave out alerts that cannot fire. An alert without `needs` needs one of `anyOf`. */
function familiesOfAlertsJson(): string {
  const alerts = Object.fromEntries(
    alertUses().map(({ alert, severity, needs, parts }) => [
      `${alert}/${severity}`,
      { needs, anyOf: needs.length === 0 ? parts : [] },
    ]),
  )
  return `${JSON.stringify({ minimal: [...minimalFamilies].sort(), alerts }, null, 2)}\n`
}
