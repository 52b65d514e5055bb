import { describe, expect, test } from 'vitest'
import { haveSameSeries } from '../../src/exposition/same-series.ts'
import { checked, entry, noon, success } from '../support/certificates.ts'
import { zone } from '../support/exposed-zones.ts'

const one = entry()
const two = entry({ certificateId: '99999999-0c35-4c7f-82c7-8e9487d3ff60' })
const before = [zone({ certificates: [checked([success], one)] })]

describe('two moments have the same series', () => {
  test('if only a value changed', () => {
    expect(
      haveSameSeries(before, [
        zone({
          certificates: [
            {
              ...checked([success], one),
              check: { lastCheck: noon, lastSuccess: noon, failure: undefined, absences: 1 },
            },
          ],
        }),
      ]),
    ).toBe(true)
  })

  test.each<[string, ReturnType<typeof zone>[]]>([
    ['a certificate was added', [zone({ certificates: [checked([success], one), checked([success], two)] })]],
    ['a certificate was replaced', [zone({ certificates: [checked([success], two)] })]],
    ['a label changed', [zone({ certificates: [checked([success], { ...one, labels: { team: 'other' } })] })]],
    ['the zone has another name', [zone({ name: 'other.example', certificates: [checked([success], one)] })]],
    ['a zone was added', [...before, zone({ scopeId: 'f'.repeat(32) })]],
    ['everything is gone', []],
  ])('not if %s', (_, after) => {
    expect(haveSameSeries(before, after)).toBe(false)
  })
})
