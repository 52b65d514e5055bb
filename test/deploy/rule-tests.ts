import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

// promtool evaluates every rule at every minute of every test. Most tests ask for one alert: with no more rules than it needs the same
// answer takes a fraction of the time.

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
  alert_rule_test: z.array(z.looseObject({ alertname: z.string() })).default([]),
  promql_expr_test: z.array(z.looseObject({ expr: z.string() })).default([]),
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
  for (const test of tests) {
    const rules = neededRules(all, test)
    const key = JSON.stringify(rules)
    const same = found.get(key) ?? { rules, tests: [] }
    same.tests.push(test)
    found.set(key, same)
  }
  return [...found.values()]
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
  const everything = groups.flatMap(({ rules }) => rules)
  const withTexts = ({ annotations, ...more }: Rule): Rule =>
    compared.has(more.alert ?? '') && annotations ? { ...more, annotations } : more
  const asked = test.promql_expr_test.map(({ expr }) => expr)
  const needed = closure(
    everything,
    (each) => compared.has(each.alert ?? '') || isNamed(each, asked),
    (each) => [each.expr, ...Object.values(withTexts(each).annotations ?? {})],
  )
  const kept = groups.map((group) => ({
    ...group,
    rules: group.rules.filter((each) => needed.has(each)).map(withTexts),
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
