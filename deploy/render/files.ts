import { existsSync, readFileSync } from 'node:fs'
import { configurationJsonSchema } from '../../src/config/schema/json-schema.ts'
import { configurationDefaults } from './configuration-defaults.ts'
import { chartReadme } from './readme.ts'
import { readValues } from './values.ts'
import { valuesSchema } from './values-schema.ts'

/** What the chart carries and nobody writes by hand: paths to texts. Helm reads no file outside the chart's folder. */
export function chartFiles(): ReadonlyMap<string, string> {
  const values = readValues(readFileSync('deploy/chart/values.yaml', 'utf8'))
  const readme = 'deploy/chart/README.md'
  const dashboard = 'deploy/grafana/dashboard.json'
  return new Map([
    ['deploy/chart/files/rules.yaml', readFileSync('deploy/prometheus/rules.yaml', 'utf8')],
    [
      'deploy/chart/values.schema.json',
      `${JSON.stringify(valuesSchema(values, configurationJsonSchema()), null, 2)}\n`,
    ],
    ['deploy/chart/templates/_configuration-defaults.tpl', configurationDefaults()],
    [readme, chartReadme(readFileSync(readme, 'utf8'), values)],
    ...(existsSync(dashboard) ? [['deploy/chart/files/dashboard.json', readFileSync(dashboard, 'utf8')] as const] : []),
  ])
}
