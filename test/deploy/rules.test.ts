import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { describeWithTools } from '../support/tools.ts'
import { exportedMetrics } from './exported-metrics.ts'

const run = promisify(execFile)
const rulesDirectory = new URL('../../deploy/prometheus/', import.meta.url)
const alertsPage = 'https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter/blob/main/docs/alerts.md'

const record = z.strictObject({ record: z.string(), expr: z.string() })
const alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['info', 'warning', 'critical']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
})
const rulesFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(z.union([record, alert])) })),
})

const rules = rulesFile
  .parse(parse(await readFile(new URL('rules.yaml', rulesDirectory), 'utf8')))
  .groups.flatMap((group) => group.rules)
const records = rules.filter((rule) => 'record' in rule)
const alerts = rules.filter((rule) => 'alert' in rule)

describeWithTools(['promtool'], 'the alert rules in promtool', () => {
  test('are valid, without a lint error', async () => {
    await run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml'], { cwd: rulesDirectory })
  })

  test('keep every promise of rules_test.yaml', { timeout: 120_000 }, async () => {
    await run('promtool', ['test', 'rules', 'rules_test.yaml'], { cwd: rulesDirectory })
  })
})

test('the rules name only metrics that exist, in texts too', () => {
  const known = new Set([...exportedMetrics, ...records.map((rule) => rule.record)])
  const named = rules
    .flatMap((rule) => ('alert' in rule ? [rule.expr, ...Object.values(rule.annotations)] : [rule.expr]))
    .flatMap((text) => text.match(/\bcloudflare_[a-z0-9_:]+/g) ?? [])
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test('every record is used', () => {
  const expressions = alerts.map((rule) => rule.expr).join('\n')
  expect(records.map((rule) => rule.record).filter((name) => !expressions.includes(name))).toEqual([])
})

test('every alert has a test that sees it fire, with its texts', async () => {
  const tests = z
    .object({
      tests: z.array(
        z.object({
          alert_rule_test: z
            .array(z.object({ alertname: z.string(), exp_alerts: z.array(z.object({ exp_annotations: z.unknown() })) }))
            .default([]),
        }),
      ),
    })
    .parse(parse(await readFile(new URL('rules_test.yaml', rulesDirectory), 'utf8')))
  const fired = new Set(
    tests.tests
      .flatMap((group) => group.alert_rule_test)
      .filter((entry) => entry.exp_alerts.length > 0)
      .map((entry) => entry.alertname),
  )
  expect(alerts.map((rule) => rule.alert).filter((name) => !fired.has(name))).toEqual([])
})

test.each(alerts)('$alert has a runbook', async ({ alert: name, annotations }) => {
  expect(annotations.runbook_url).toBe(`${alertsPage}#${name.toLowerCase()}`)
  const page = await readFile(new URL('../../docs/alerts.md', import.meta.url), 'utf8')
  const section = page.split(/^## /m).find((text) => text.startsWith(`${name}\n`))
  for (const part of ['Meaning', 'Impact', 'Diagnosis', 'Mitigation']) expect(section).toContain(`**${part}.**`)
})
