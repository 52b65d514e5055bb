import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { familyUses } from '../../deploy/render/family-uses.ts'
import { type FamiliesOfExpression, familiesOf } from '../../deploy/render/promql-families.ts'

/** The TypeScript without the layout that the formatter gives it. */
function plain(text: string): string {
  return text.replaceAll(/["'\s]|,(?=\s*[\]}])/g, '')
}

test('src/exposition/family-uses.ts is what the rules and the dashboard say', () => {
  const written = readFileSync('src/exposition/family-uses.ts', 'utf8')
  expect(plain(written) === plain(familyUses()), 'run `npm run family-uses`').toBe(true)
})

const recorded = new Map([
  ['r:max', 'max by (zone) (last_over_time(a[1h]))'],
  ['own:max', 'max(b) or last_over_time(own:max[1h])'],
])

function sorted({ needs, parts, quietedBy }: FamiliesOfExpression) {
  return [[...needs].sort(), [...parts].sort(), [...quietedBy].sort()]
}

describe('which families an expression', () => {
  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['a == 0', ['a'], [], []],
    ['time() - a > 0', ['a'], [], []],
    ['a{x="1"} and on (zone) max by (zone) (b)', ['a', 'b'], [], []],
    ['a or b', [], ['a', 'b'], []],
    ['a or b or c', [], ['a', 'b', 'c'], []],
    ['(a and b) or (a and c)', ['a'], ['b', 'c'], []],
    ['a unless on (zone) (b == 0)', ['a'], [], ['b']],
    ['a unless (b unless c)', ['a'], [], ['b']],
    ['absent_over_time(a[5m])', [], [], ['a']],
    ['(a and (up == 0)) or absent_over_time(a[1w])', [], ['a', 'up'], ['a']],
    ['r:max > 1', ['a'], [], []],
    ['own:max == 1', ['b'], [], []],
    ['histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m])))', ['a_bucket'], [], []],
    ['max without (x) (a offset 30m) * on (z) group_left () b', ['a', 'b'], [], []],
  ])('%s', (expr, needs, parts, quietedBy) => {
    expect(sorted(familiesOf(expr, recorded))).toEqual([needs, parts, quietedBy])
  })
})
