import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { affectedAlerts } from '../../src/exposition/affected-alerts.ts'
import { exposedFamilies } from '../../src/exposition/exposed-families.ts'
import { sampleOf } from '../support/sample.ts'
import { describeWithTools } from '../support/tools.ts'
import { type Manifest, minimal, only, refusal, render } from './chart.ts'
import { byNeededRules, parseRuleTests, rulesFile, testFile, writeRuleTests } from './rule-tests.ts'

const run = promisify(execFile)

const texts = z.record(z.string(), z.string())
const ruleSchema = z.object({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: z.string(),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: texts.default({}),
  annotations: texts.default({}),
})
const groupsSchema = z.array(z.looseObject({ name: z.string(), rules: z.array(ruleSchema) }))
const prometheusRule = z.looseObject({ spec: z.object({ groups: groupsSchema }) })

const own = groupsSchema.parse(parse(await readFile('deploy/prometheus/rules.yaml', 'utf8')).groups)
const ownRules = own.flatMap(({ rules }) => rules)
const alertNames = [...new Set(ownRules.flatMap(({ alert }) => alert ?? []))]
const [first = '', second = ''] = alertNames

async function groupsWith(values: object): Promise<z.infer<typeof groupsSchema>> {
  const manifests = await render({ ...minimal, prometheusRule: { enabled: true, ...values } })
  return prometheusRule.parse(only(manifests, 'PrometheusRule')).spec.groups
}

async function rulesWith(values: object): Promise<readonly z.infer<typeof ruleSchema>[]> {
  return (await groupsWith(values)).flatMap(({ rules }) => rules)
}

async function alertWith(name: string, override: object): Promise<z.infer<typeof ruleSchema> | undefined> {
  return (await rulesWith({ alerts: { [name]: override } })).find(({ alert }) => alert === name)
}

describeWithTools(['helm'], "the chart's alerts", () => {
  test('are those of deploy/prometheus/rules.yaml, where nothing is said', async () => {
    expect(await groupsWith({})).toEqual(own)
  })

  // Any two alerts are told apart by a bit of their numbers: if one took another with it, one of these would miss it.
  const bits = Math.ceil(Math.log2(alertNames.length))
  const halves = Array.from({ length: bits }, (_, bit) => [0, 1].map((value) => [bit, value] as const)).flat()

  test.each(sampleOf('chart', 'halves of the alerts', halves, 4))(
    'can be switched off, and nothing else goes with them: bit %i is %i',
    async (bit, value) => {
      const off = new Set(alertNames.filter((_, number) => ((number >> bit) & 1) === value))
      const alerts = Object.fromEntries([...off].map((name) => [name, { enabled: false }]))
      expect(await rulesWith({ alerts })).toEqual(ownRules.filter(({ alert }) => !off.has(alert ?? '')))
    },
  )

  test('leave their records behind when all are switched off', async () => {
    const none = Object.fromEntries(alertNames.map((name) => [name, { enabled: false }]))
    expect(await rulesWith({ alerts: none })).toEqual(ownRules.filter(({ record }) => record !== undefined))
  })

  test.each([
    { preset: 'minimal' as const, deny: [] },
    { preset: 'full' as const, deny: ['*_problem', 'cloudflare_cert_exporter_*', 'cloudflare_cert_mismatch'] },
  ])('that cannot fire with metrics: %j are left out', async (metrics) => {
    const config = { certificates: [{ zone_id: '0'.repeat(32), certificate_id: '0'.repeat(32) }], metrics }
    const manifests = await render({ ...minimal, config, prometheusRule: { enabled: true } })
    const rules = prometheusRule.parse(only(manifests, 'PrometheusRule')).spec.groups.flatMap((group) => group.rules)
    const blind = affectedAlerts(exposedFamilies(metrics)).flatMap(({ alert, severity, effect }) =>
      effect === 'never_fires' ? [`${alert}/${severity}`] : [],
    )
    const named = (all: typeof rules) =>
      all.flatMap(({ alert, labels }) => (alert ? [`${alert}/${labels['severity']}`] : []))
    expect(blind.length).toBeGreaterThan(2)
    expect(named(rules)).toEqual(named(ownRules).filter((name) => !blind.includes(name)))
  })

  test('take another severity, duration, label and text, one by one', async () => {
    const override = { severity: 'page', for: '5m', labels: { team: 'edge' }, annotations: { summary: 'Look!' } }
    const [before] = ownRules.filter(({ alert }) => alert === first)
    expect(await alertWith(first, override)).toEqual({
      ...before,
      for: '5m',
      labels: { ...before?.labels, severity: 'page', team: 'edge' },
      annotations: { ...before?.annotations, summary: 'Look!' },
    })
    const others = await rulesWith({ alerts: { [first]: override } })
    expect(others.find(({ alert }) => alert === second)).toEqual(ownRules.find(({ alert }) => alert === second))
  })

  test('tell two of one name apart by their severity', async () => {
    const twins = ownRules.filter(({ alert }) => alert === 'CloudflareCertProblem')
    expect(twins.map(({ labels }) => labels['severity'])).toEqual(['critical', 'warning'])
    const alerts = {
      'CloudflareCertProblem/warning': { severity: 'info', expr: 'vector(1) > 2' },
      CloudflareCertProblem: { labels: { team: 'edge' } },
    }
    const changed = (await rulesWith({ alerts })).filter(({ alert }) => alert === 'CloudflareCertProblem')
    expect(changed.map(({ labels, expr }) => [labels['severity'], labels['team'], expr])).toEqual([
      ['critical', 'edge', twins[0]?.expr],
      ['info', 'edge', 'vector(1) > 2'],
    ])
    const left = await rulesWith({ alerts: { 'CloudflareCertProblem/warning': { enabled: false } } })
    expect(left).toEqual(ownRules.filter((rule) => rule !== twins[1]))
  })

  test('take labels and annotations for all of them, which one of them can have otherwise', async () => {
    const rules = await rulesWith({
      alertLabels: { team: 'edge' },
      alertAnnotations: { dashboard: 'https://grafana.example.com' },
      alerts: { [second]: { labels: { team: 'core' } } },
    })
    for (const [index, { alert, labels, annotations }] of rules.entries()) {
      const before = ownRules[index]
      if (alert === undefined) expect(labels).toEqual(before?.labels)
      else expect(labels).toEqual({ ...before?.labels, team: alert === second ? 'core' : 'edge' })
      if (alert !== undefined)
        expect(annotations).toEqual({ ...before?.annotations, dashboard: 'https://grafana.example.com' })
    }
  })

  // One label for all of them would make one alert of several.
  const ownLabels =
    `alertname job namespace kind zone zone_id account account_id certificate_id name hostname credentials
    ca_fingerprint_sha256 subject field file`.split(/\s+/)

  test.each(sampleOf('chart', 'labels of alerts', ownLabels, 5))(
    'refuse the label %s for all of them, and say what to do',
    async (name) => {
      const said = await refusal({ ...minimal, prometheusRule: { enabled: true, alertLabels: { [name]: 'x' } } })
      expect(said).toContain(`prometheusRule.alertLabels.${name}: alerts have a label of this name`)
      expect(said).toContain('expected another name')
    },
  )

  test('take labels for all of them that only the targets have', async () => {
    const rules = await rulesWith({ alertLabels: { cluster: 'blue', service: 'edge' } })
    for (const { labels } of rules.filter(({ alert }) => alert !== undefined))
      expect(labels).toMatchObject({ cluster: 'blue', service: 'edge', severity: expect.any(String) })
  })

  test('take more groups behind their own', async () => {
    const more = { name: 'more', rules: [{ alert: 'Always', expr: 'vector(1)' }] }
    expect((await groupsWith({ extraGroups: [more] })).map(({ name }) => name)).toEqual([
      ...own.map(({ name }) => name),
      'more',
    ])
  })

  test("keep Prometheus' own templates in a text that is given", async () => {
    const summary = '{{ $labels.name }} has {{ $value | humanizeDuration }}'
    expect((await alertWith(first, { annotations: { summary } }))?.annotations['summary']).toBe(summary)
  })

  test('aggregate away the labels in which replicas differ', async () => {
    const rules = await rulesWith({ replicaLabels: ['instance', 'pod', 'replica'] })
    const lists = rules.flatMap(({ expr }) => expr.match(/(?:without|ignoring) \([^)]*\)/g) ?? [])
    expect(new Set(lists.filter((list) => list.includes('instance')))).toEqual(
      new Set(['without (instance, pod, replica)', 'ignoring (instance, pod, replica)']),
    )
  })

  test('point to other runbooks, page by page', async () => {
    const base = 'https://wiki.example.com/runbooks'
    const moved = await rulesWith({ runbookBaseUrl: `${base}/` })
    for (const [index, { annotations }] of moved.entries()) {
      const page = ownRules[index]?.annotations['runbook_url']?.split('/').at(-1)
      expect(annotations['runbook_url']).toBe(page && `${base}/${page}`)
    }
  })

  const external = 'https://exporter.example.com/certificates'
  const { config } = minimal
  test.each<readonly [string, object]>([
    ['a value', { externalUrl: `${external}/` }],
    ['the configuration', { config: { ...(config as object), server: { external_url: external } } }],
  ])('lead to the exporter for runbooks, where %s says its address, but not when it is down', async (_, values) => {
    const leadTo = async (base: string) => {
      const prometheusRule = { enabled: true, runbookBaseUrl: base }
      return namesByRunbook(await render({ ...minimal, ...values, prometheusRule }), base)
    }
    const down = ['CloudflareCertExporterDown', 'CloudflareCertExporterShardMissing']
    expect(await leadTo(`${external}/runbooks/`)).toEqual({ elsewhere: down, own: alertNames.length - down.length })
    expect(await leadTo(`${external}-wiki/runbooks`)).toEqual({ elsewhere: [], own: alertNames.length })
  })

  test('lead to the row of the status page, where one is named', async () => {
    const url = 'https://exporter.example.com/certificates'
    const named = [
      { externalUrl: `${url}/` },
      { config: Object.assign({}, minimal['config'], { server: { external_url: url } }) },
    ]
    for (const values of named) {
      const manifests = await render({ ...minimal, ...values, prometheusRule: { enabled: true } })
      const rules = prometheusRule.parse(only(manifests, 'PrometheusRule')).spec.groups.flatMap((group) => group.rules)
      const urls = new Set(rules.flatMap(({ alert, annotations }) => (alert ? annotations['dashboard_url'] : [])))
      expect(urls.size).toBe(1)
      expect([...urls][0]).toMatch(
        /^https:\/\/exporter\.example\.com\/certificates\/\{\{ with \$labels\.certificate_id \}\}\?open=/,
      )
    }
  })

  describeWithTools(['promtool'], 'in promtool', () => {
    test('the address of a row has the keys that the page has', async () => {
      const manifests = await render({
        ...minimal,
        externalUrl: 'https://x.example',
        prometheusRule: { enabled: true },
      })
      const rules = prometheusRule.parse(only(manifests, 'PrometheusRule')).spec.groups.flatMap((group) => group.rules)
      const url = rules.find(({ alert }) => alert !== undefined)?.annotations['dashboard_url'] ?? ''
      const cases = {
        'kind="zone", zone_id="z", certificate_id="a b"': '?open=zone/z/a+b#details',
        'kind="mtls_certificate", account_id="c", certificate_id="d"': '?open=mtls_certificate/c/d#details',
        'zone_id="z", hostname="app.example"': '?open=hostnames/z/app.example#details',
        'zone_id="z", credentials="default"': '?zone=z',
        'credentials="default"': '?open=credentials/default#details',
        'job="x"': '',
      }
      const folder = await mkdtemp(join(tmpdir(), 'exporter-chart-'))
      try {
        const rule = { alert: 'A', expr: 'x', annotations: { url } }
        await writeFile(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'a', rules: [rule] }] }))
        const tests = Object.entries(cases).map(([labels, path]) => {
          const own = Object.fromEntries(
            [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
          )
          const alert = { exp_labels: own, exp_annotations: { url: `https://x.example/${path}` } }
          return {
            input_series: [{ series: `x{${labels}}`, values: '1' }],
            alert_rule_test: [{ eval_time: '0m', alertname: 'A', exp_alerts: [alert] }],
          }
        })
        await writeFile(join(folder, 'test.yaml'), stringify({ rule_files: ['rules.yaml'], tests }))
        await run('promtool', ['test', 'rules', join(folder, 'test.yaml')])
      } finally {
        await rm(folder, { recursive: true })
      }
    })

    // Where nothing is said the rules are those of deploy/prometheus, which test/deploy/rules.test.ts tries.
    test('keep what is promised of replicas with a replica label more', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'exporter-chart-'))
      try {
        const replicaLabels = ['instance', 'pod', 'container', 'endpoint', 'node', 'host', 'x']
        const groups = await groupsWith({ replicaLabels })
        await writeFile(join(folder, 'rules.yaml'), stringify({ groups }, { lineWidth: 0 }))
        await run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml'], { cwd: folder })
        const { tests, ...more } = await testsOf(/replicas|another pod/)
        const parts = byNeededRules(rulesFile.parse({ groups }), tests)
        const files = writeRuleTests(folder, 'rules_test.yaml', more, parts)
        await run('promtool', ['test', 'rules', ...files], { cwd: folder })
      } finally {
        await rm(folder, { recursive: true })
      }
    })
  })
})

/** The alerts whose runbook is not below an address but where it is by default, and how many have theirs there. */
function namesByRunbook(manifests: readonly Manifest[], base: string): object {
  const { groups } = prometheusRule.parse(only(manifests, 'PrometheusRule')).spec
  const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined)
  const runbooks = new Map(alerts.map(({ alert = '', annotations }) => [alert, annotations['runbook_url'] ?? '']))
  const usual = new Map(ownRules.map(({ alert = '', annotations }) => [alert, annotations['runbook_url']]))
  const names = [...runbooks].flatMap(([alert, url]) => (url === usual.get(alert) ? [alert] : []))
  const own = [...runbooks].filter(([alert, url]) => url === `${base.replace(/\/$/, '')}/${alert}.md`)
  return { elsewhere: names, own: own.length }
}

/** The shipped rule tests of these names. */
async function testsOf(names: RegExp): Promise<z.infer<typeof testFile>> {
  const file = testFile.parse(parseRuleTests(await readFile('deploy/prometheus/rules_test.yaml', 'utf8')))
  const tests = file.tests.filter(({ name }) => names.test(String(name)))
  expect(tests.length).toBeGreaterThanOrEqual(2)
  return { ...file, tests }
}
