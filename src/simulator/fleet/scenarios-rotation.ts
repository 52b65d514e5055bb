import { issueUntil, recordOf } from '../api/records.ts'
import type { Scenario } from './scenario.ts'
import { shop } from './zones.ts'

/** The subject of the old and the new certificate of a rotation. */
const subject = [
  ['C', 'NL'],
  ['O', 'Example BV'],
  ['CN', 'orders.origin.example'],
] as const

function half(days: number, scenario: Pick<Scenario, 'number' | 'name' | 'about'>): Scenario {
  return {
    ...scenario,
    zone: shop,
    expectation: { state: 'ok' },
    make: async ({ at, id, authority }) =>
      recordOf(id, await issueUntil(at.days(days), { subject, issuer: authority })),
  }
}

export const rotationScenarios: readonly Scenario[] = [
  half(40, {
    number: 50,
    name: 'rotation-unfinished-old',
    about: 'replaced five days ago, and orders.shop.example still uses it',
  }),
  half(360, {
    number: 51,
    name: 'rotation-unfinished-new',
    about: 'its successor: the same subject, uploaded five days ago, used by nothing',
  }),
]
