import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

// promtool evaluates every rule at every minute of every test. Most tests ask for one alert: with no more rules than it needs the same
// answer takes a fraction of the time. The same is true of those that find no series in the test.

const rule = z.looseObject({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: z.string(),
  annotations: z.record(z.string(), z.string()).optional(),
})
export const rulesFile = z.object({ groups: z.array(z.looseObject({ name: z.string(), rules: z.array(rule) })) })
export type RulesFile = z.infer<typeof rulesFile>
type Rule = z.infer<typeof rule>

const ruleTest = z.looseObject({
  input_series: z.array(z.looseObject({ series: z.string() })).default([]),
  alert_rule_test: z
    .array(
      z.looseObject({ alertname: z.string(), eval_time: z.string(), exp_alerts: z.array(z.unknown()).default([]) }),
    )
    .default([]),
  promql_expr_test: z.array(z.looseObject({ expr: z.string(), eval_time: z.string() })).default([]),
})
export const testFile = z.looseObject({ tests: z.array(ruleTest) })
export type RuleTest = z.infer<typeof ruleTest>

/** Reads YAML as promtool does where it expects a text: `0x100` is a hundred more zeros, not 256. */
export function parseRuleTests(text: string): unknown {
  return parse(text, {
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.format !== 'HEX'),
  })
}

export interface TestsOfRules {
  readonly rules: RulesFile
  readonly tests: readonly RuleTest[]
}

/** The same tests, those together that need the same rules. Texts are left out where no test compares them. */
export function byNeededRules(all: RulesFile, tests: readonly RuleTest[]): readonly TestsOfRules[] {
  const found = new Map<string, { rules: RulesFile; tests: RuleTest[] }>()
  for (const test of tests.flatMap(textsApart)) {
    const rules = neededRules(all, test)
    const key = JSON.stringify(rules)
    const same = found.get(key) ?? { rules, tests: [] }
    same.tests.push(test)
    found.set(key, same)
  }
  return [...found.values()]
}

/** Texts that end before so much of a test are worth a run of their own. */
const shareOfTexts = 0.6

/** A minute in which texts are rendered costs several without: what is asked long after the last text is asked apart from it. */
function textsApart(test: RuleTest): readonly RuleTest[] {
  const withText = test.alert_rule_test.filter(comparesTexts)
  const rest = { ...test, alert_rule_test: test.alert_rule_test.filter((each) => !comparesTexts(each)) }
  const texts = lastMinute(withText)
  const others = lastMinute([...rest.alert_rule_test, ...rest.promql_expr_test])
  if (texts === 0 || texts > others * shareOfTexts) return [test]
  return [{ ...test, alert_rule_test: withText, promql_expr_test: [] }, rest]
}

const comparesTexts = ({ exp_alerts }: RuleTest['alert_rule_test'][number]) => exp_alerts.length > 0

function lastMinute(asked: readonly { readonly eval_time: string }[]): number {
  return Math.max(0, ...asked.map(({ eval_time }) => minutesOf(eval_time)))
}

function minutesOf(length: string): number {
  const { hours = 0, minutes = 0 } = /^(?:(?<hours>\d+)h)?(?:(?<minutes>\d+)m)?$/.exec(length)?.groups ?? {}
  return 60 * Number(hours) + Number(minutes)
}

/**
 * Writes them as promtool reads them.
 * @param more what stands beside the tests
 * @returns the names of the files with tests
 */
export function writeRuleTests(
  folder: string,
  name: string,
  more: object,
  parts: readonly TestsOfRules[],
): readonly string[] {
  return parts.map(({ rules, tests }, number) => {
    const [rulesName, testsName] = [`${number}-rules-of-${name}`, `${number}-${name}`]
    writeFileSync(join(folder, rulesName), JSON.stringify(rules))
    writeFileSync(join(folder, testsName), JSON.stringify({ ...more, rule_files: [rulesName], tests }))
    return testsName
  })
}

function neededRules({ groups }: RulesFile, test: RuleTest): RulesFile {
  const compared = new Set(test.alert_rule_test.map(({ alertname }) => alertname))
  const withText = new Set(test.alert_rule_test.filter(comparesTexts).map(({ alertname }) => alertname))
  const everything = groups.flatMap(({ rules }) => rules)
  const withTexts = ({ annotations, ...more }: Rule): Rule =>
    withText.has(more.alert ?? '') && annotations ? { ...more, annotations } : more
  const asked = test.promql_expr_test.map(({ expr }) => expr)
  const needed = closure(
    everything,
    (each) => compared.has(each.alert ?? '') || isNamed(each, asked),
    (each) => [each.expr, ...Object.values(withTexts(each).annotations ?? {})],
  )
  const fed = rulesThatFindSeries(everything, test)
  const kept = groups.map((group) => ({
    ...group,
    rules: group.rules.filter((each) => needed.has(each) && fed.has(each)).map(withTexts),
  }))
  return { groups: kept.filter(({ rules }) => rules.length > 0) }
}

/** With all that they ask for, and what that asks for. */
function closure(
  everything: readonly Rule[],
  isWanted: (rule: Rule) => boolean,
  textsOf: (rule: Rule) => readonly string[],
): ReadonlySet<Rule> {
  const needed = new Set(everything.filter(isWanted))
  for (const each of needed) for (const other of everything) if (isNamed(other, textsOf(each))) needed.add(other)
  return needed
}

/** What says something of an absence, of alerts or of no series at all finds them, too. */
const needsNoSeries = /absent|vector|ALERTS/

/** Those that name a series of the test, or the record of a rule that does. The others have no result at any time. */
function rulesThatFindSeries(everything: readonly Rule[], { input_series }: RuleTest): ReadonlySet<Rule> {
  const metrics = input_series.flatMap(({ series }) => /^[\w:]+/.exec(series) ?? [])
  const found = new Set(
    everything.filter(({ expr }) => needsNoSeries.test(expr) || metrics.some((metric) => expr.includes(metric))),
  )
  for (const { record } of found)
    for (const other of everything) if (record !== undefined && other.expr.includes(record)) found.add(other)
  return found
}

function isNamed({ alert, record }: Rule, texts: readonly string[]): boolean {
  if (record !== undefined) return texts.some((text) => text.includes(record))
  return texts.some((text) => selectorsOfAlerts(text).some((matches) => matches(alert ?? '')))
}

/** For each `ALERTS{…}` of an expression, which alerts it selects by their names. */
function selectorsOfAlerts(expression: string): readonly ((alert: string) => boolean)[] {
  return [...expression.matchAll(/\bALERTS(?:_FOR_STATE)?\b(?:\{([^}]*)\})?/g)].map(([, matchers = '']) => {
    const [, pattern] = /\balertname=~?\\?"([^"\\]*)/.exec(matchers) ?? []
    return (alert) => pattern === undefined || new RegExp(`^(?:${pattern})$`).test(alert)
  })
}
