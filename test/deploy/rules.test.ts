import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { renderedRules } from '../../deploy/prometheus/texts/rendered-rules.ts'
import { certificateKinds, kinds, reachesOrigins } from '../../src/kinds/kinds.ts'
import { describeWithTools } from '../support/tools.ts'
import { exportedMetrics } from './exported-metrics.ts'
import { byNeededRules, parseRuleTests, rulesFile, testFile as ruleTests, writeRuleTests } from './rule-tests.ts'

const run = promisify(execFile)
const rulesDirectory = new URL('../../deploy/prometheus/', import.meta.url)
const runbooksDirectory = new URL('../../docs/runbooks/', import.meta.url)
const testFiles = globSync('rules*_test.yaml', { cwd: rulesDirectory }).sort()
const { homepage } = z
  .object({ homepage: z.url() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))

const record = z.strictObject({ record: z.string(), expr: z.string() })
const alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['info', 'warning', 'critical']), credentials: z.string().optional() }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
})
const strictRules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(z.union([record, alert])) })),
})

const yamlIn = async (file: string): Promise<unknown> => parse(await readFile(new URL(file, rulesDirectory), 'utf8'))

const rules = strictRules.parse(await yamlIn('rules.yaml')).groups.flatMap((group) => group.rules)
const records = rules.filter((rule) => 'record' in rule)
const alerts = rules.filter((rule) => 'alert' in rule)

describeWithTools(['promtool'], 'the alert rules in promtool', () => {
  test('are valid, without a lint error', async () => {
    await run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml'], { cwd: rulesDirectory })
  })

  test.each(testFiles)('keep every promise of %s', { concurrent: true }, async (file) => {
    const folder = await mkdtemp(join(tmpdir(), 'rules-'))
    try {
      const { tests, ...more } = ruleTests.parse(parseRuleTests(await readFile(new URL(file, rulesDirectory), 'utf8')))
      const parts = byNeededRules(rulesFile.parse(await yamlIn('rules.yaml')), tests)
      await run('promtool', ['test', 'rules', ...writeRuleTests(folder, file, more, parts)], { cwd: folder })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

test('rules.yaml is what its source makes', () => {
  const written = readFileSync(new URL('rules.yaml', rulesDirectory), 'utf8')
  expect(written === renderedRules(), 'run `npm run rules`').toBe(true)
})

/** What is so; since when; what happens; what to do; where to look. */
const form = /^.+\.\nSince: .+\.\nImpact: .+\.\nAction: .+\.\nWhere: .+\.$/

test.each(alerts)(
  '$alert ($labels.severity) says what, since when, what happens, what to do and where',
  ({ annotations: { description } }) => {
    const withoutTemplates = description.replaceAll(/\{\{.*?\}\}/g, '')
    expect(withoutTemplates.split('\n').map((line) => line.split(/[: ]/, 1)[0])).toEqual([
      expect.any(String),
      'Since',
      'Impact',
      'Action',
      'Where',
    ])
  },
)

test.each(alerts)(
  '$alert ($labels.severity) claims that Cloudflare presents a certificate only if that is known',
  ({ annotations: { description } }) => {
    if (/Cloudflare (?:presents|will present) it (?!nowhere)|rigins that verify it drop/.test(description))
      expect(description).toContain('cloudflare_cert:in_use:max{')
  },
)

test('the rules name only metrics that exist, in texts too', () => {
  const known = new Set([...exportedMetrics, ...records.map((rule) => rule.record)])
  const named = rules
    .flatMap((rule) => ('alert' in rule ? [rule.expr, ...Object.values(rule.annotations)] : [rule.expr]))
    .flatMap((text) => text.match(/\bcloudflare_[a-z0-9_:]+/g) ?? [])
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test('every record is used', () => {
  const expressions = rules.map((rule) => rule.expr).join('\n')
  expect(records.map((rule) => rule.record).filter((name) => expressions.split(name).length < 2)).toEqual([])
})

test('the expiry alerts have no time of their own, so that exactly one of them fires', () => {
  for (const rule of alerts.filter(({ alert: name }) => /Expir(ed|y)/.test(name)))
    expect([rule.alert, rule.for, rule.keep_firing_for]).toEqual([rule.alert, undefined, undefined])
})

/** What follows stands first. */
const sequences = [
  ['CloudflareCertGone', 'CloudflareCertExpired', 'CloudflareCertExpiryCritical', 'CloudflareCertExpirySoon'],
  ['CloudflareOriginCaExpired', 'CloudflareOriginCaExpiryCritical', 'CloudflareOriginCaExpirySoon'],
  ['CloudflareCertDeploymentTimedOut', 'CloudflareCertNotActive'],
]

test.each(sequences)(
  '%s stands above what it follows, so that Alertmanager has it before that one ends',
  (...names) => {
    const members = alerts.filter(({ alert: name }) => names.includes(name))
    expect(members.map(({ alert: name }) => name)).toEqual(names)
    expect(members.slice(0, -1).map((member) => member.for)).toEqual(names.slice(1).map(() => undefined))
  },
)

const testFile = z.object({
  rule_files: z.tuple([z.literal('rules.yaml')]),
  tests: z.array(
    z.object({
      alert_rule_test: z
        .array(
          z.object({
            alertname: z.string(),
            exp_alerts: z.array(z.object({ exp_annotations: z.record(z.string(), z.string()) })),
          }),
        )
        .default([]),
    }),
  ),
})

/** The texts that promtool compares with what it renders. */
const renderedTexts = testFiles
  .flatMap((file) => testFile.parse(parse(readFileSync(new URL(file, rulesDirectory), 'utf8'))).tests)
  .flatMap((group) => group.alert_rule_test)
  .flatMap(({ alertname, exp_alerts }) => exp_alerts.map(({ exp_annotations: texts }) => ({ alertname, texts })))

test('every alert has a test that sees it fire, with its texts', () => {
  const fired = new Set(renderedTexts.map(({ alertname }) => alertname))
  expect(alerts.map((rule) => rule.alert).filter((name) => !fired.has(name))).toEqual([])
})

test.each(certificateKinds.filter((kind) => !reachesOrigins(kind)))(
  'the text of a %s names it and says what breaks',
  (kind) => {
    const { noun, breaks } = kinds[kind].words
    const texts = renderedTexts.filter(({ texts }) => texts['description']?.includes(`Where: ${kind} ${kind}-`))
    expect(new Set(texts.map(({ alertname }) => alertname))).toContain('CloudflareCertExpired')
    for (const { texts: each } of texts) {
      expect(each['summary']?.toLowerCase()).toMatch(new RegExp(`^${noun.toLowerCase()} `))
      expect(each['description']?.toLowerCase()).toContain(breaks.toLowerCase())
      expect(each['description']).not.toContain('client certificate')
    }
  },
)

test('every text that promtool renders has its five parts, and nothing is left of its template', () => {
  for (const { alertname, texts } of renderedTexts) {
    expect(texts['description'], alertname).toMatch(form)
    for (const text of Object.values(texts)) expect(text, alertname).not.toMatch(/\{\{|\}\}|no value|\?\?|%!|[.] [.]/)
  }
})

test.each(alerts)('$alert ($labels.severity) has a runbook', async ({ alert: name, annotations }) => {
  expect(annotations.runbook_url).toBe(`${homepage}/blob/main/docs/runbooks/${name}.md`)
  const page = await readFile(new URL(`${name}.md`, runbooksDirectory), 'utf8')
  expect(page.split('\n', 1)[0]).toBe(`# ${name}`)
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
    'Meaning',
    'Impact',
    'Diagnosis',
    'Mitigation',
  ])
})

test('there is no runbook without its alert', () => {
  const pages = globSync('Cloudflare*.md', { cwd: runbooksDirectory })
  expect(pages.sort()).toEqual([...new Set(alerts.map((rule) => `${rule.alert}.md`))].sort())
})
