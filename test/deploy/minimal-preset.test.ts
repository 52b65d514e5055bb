import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { affectedAlerts } from '../../src/exposition/affected-alerts.ts'
import { exposedFamilies } from '../../src/exposition/exposed-families.ts'
import { familiesOfAlerts } from '../../src/exposition/family-uses.ts'
import { describeWithTools } from '../support/tools.ts'
import { byNeededRules, parseRuleTests, rulesFile, writeRuleTests } from './rule-tests.ts'

const run = promisify(execFile)
const source = 'deploy/prometheus'
const directory = mkdtempSync(join(tmpdir(), 'minimal-preset-'))
afterAll(() => rmSync(directory, { recursive: true }))

const series = z.object({ series: z.string(), values: z.union([z.string(), z.number()]) })
const alertTest = z.looseObject({
  alertname: z.string(),
  eval_time: z.string(),
  exp_alerts: z.array(z.looseObject({ exp_labels: z.looseObject({ severity: z.string() }) })),
})
const testFile = z.looseObject({
  tests: z.array(
    z.looseObject({
      input_series: z.array(series),
      alert_rule_test: z.array(alertTest).default([]),
      promql_expr_test: z.array(z.looseObject({ expr: z.string(), eval_time: z.string() })).default([]),
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

/** The tests of critical alerts, without texts, because a text may name what the preset leaves out. */
function testsOf(file: string): z.infer<typeof testFile> {
  const { tests, ...rest } = testFile.parse(parseRuleTests(readFileSync(join(source, file), 'utf8')))
  const kept = tests.map(({ input_series, alert_rule_test, ...each }) => ({
    ...each,
    promql_expr_test: [],
    input_series: input_series
      .filter((one) => isExposed(/^\w+/.exec(one.series)?.[0] ?? '') || /^up\b/.test(one.series))
      .map(minimal),
    alert_rule_test: alert_rule_test
      .filter(({ alertname }) => critical.has(alertname))
      .map((one) => ({ ...one, exp_alerts: one.exp_alerts.map(({ exp_labels }) => ({ exp_labels })) }))
      .filter(({ exp_alerts }) => exp_alerts.every(({ exp_labels }) => exp_labels.severity === 'critical')),
  }))
  return { ...rest, tests: kept.filter((each) => each.alert_rule_test.length > 0) }
}

describeWithTools(['promtool'], 'with metrics.preset: minimal', () => {
  test('every test of a critical alert passes', async () => {
    const rules = rulesFile.parse(parse(readFileSync(join(source, 'rules.yaml'), 'utf8')))
    for (const rule of rules.groups.flatMap((group) => group.rules)) delete rule.annotations
    const files = globSync('rules*_test.yaml', { cwd: source }).flatMap((file) => {
      const { tests, ...rest } = testsOf(file)
      return writeRuleTests(directory, file, rest, byNeededRules(rules, tests))
    })
    await run('promtool', ['test', 'rules', ...files], { cwd: directory })
  })
})

test('the preset leaves no critical alert affected', () => {
  expect(affectedAlerts({ isExposed }).filter(({ severity }) => severity === 'critical')).toEqual([])
})
