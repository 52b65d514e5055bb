import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { affectedAlerts } from '../../src/exposition/affected-alerts.ts'
import { exposedFamilies } from '../../src/exposition/exposed-families.ts'
import { familiesOfAlerts } from '../../src/exposition/family-uses.ts'
import { describeWithTools } from '../support/tools.ts'

const run = promisify(execFile)
const directory = mkdtempSync(join(tmpdir(), 'minimal-preset-'))
afterAll(() => rmSync(directory, { recursive: true }))

const rulesFile = z.object({
  groups: z.array(z.looseObject({ rules: z.array(z.looseObject({ annotations: z.unknown().optional() })) })),
})
const series = z.object({ series: z.string(), values: z.union([z.string(), z.number()]) })
const alertTest = z.looseObject({
  alertname: z.string(),
  exp_alerts: z.array(z.looseObject({ exp_labels: z.looseObject({ severity: z.string() }) })),
})
const testFile = z.looseObject({
  tests: z.array(
    z.looseObject({
      input_series: z.array(series),
      alert_rule_test: z.array(alertTest).default([]),
      promql_expr_test: z.unknown().optional(),
    }),
  ),
})

const { isExposed } = exposedFamilies({ preset: 'minimal', deny: [] })
const critical = new Set(
  familiesOfAlerts.filter(({ severity }) => severity === 'critical').map(({ alert }) => alert as string),
)

/** The series as the preset exposes it: of the statuses only the present one has a value. */
function minimal({ series: name, values }: z.infer<typeof series>): z.infer<typeof series> {
  if (!name.startsWith('cloudflare_cert_status{')) return { series: name, values }
  return { series: name, values: String(values).replaceAll(/(?<!\S)0(?=x|\s|$)/g, '_') }
}

/** Rules and tests without texts, because a text may name what the preset leaves out. */
function write(): readonly string[] {
  const rules = rulesFile.parse(parse(readFileSync('deploy/prometheus/rules.yaml', 'utf8')))
  for (const rule of rules.groups.flatMap((group) => group.rules)) delete rule.annotations
  writeFileSync(join(directory, 'rules.yaml'), stringify(rules))
  return globSync('rules*_test.yaml', { cwd: 'deploy/prometheus' }).map((file) => {
    const { tests, ...rest } = testFile.parse(parse(readFileSync(join('deploy/prometheus', file), 'utf8')))
    const kept = tests.map(({ promql_expr_test: _, input_series, alert_rule_test, ...each }) => ({
      ...each,
      input_series: input_series
        .filter((one) => isExposed(/^\w+/.exec(one.series)?.[0] ?? '') || /^up\b/.test(one.series))
        .map(minimal),
      alert_rule_test: alert_rule_test
        .filter(({ alertname }) => critical.has(alertname))
        .map((one) => ({ ...one, exp_alerts: one.exp_alerts.map(({ exp_labels }) => ({ exp_labels })) }))
        .filter(({ exp_alerts }) => exp_alerts.every(({ exp_labels }) => exp_labels.severity === 'critical')),
    }))
    const tried = kept.filter((each) => each.alert_rule_test.length > 0)
    writeFileSync(join(directory, file), stringify({ ...rest, tests: tried }))
    return file
  })
}

describeWithTools(['promtool'], 'with metrics.preset: minimal', () => {
  test('every test of a critical alert passes', async () => {
    await run('promtool', ['test', 'rules', ...write()], { cwd: directory })
  })
})

test('the preset leaves no critical alert affected', () => {
  expect(affectedAlerts({ isExposed }).filter(({ severity }) => severity === 'critical')).toEqual([])
})
