import { expect, test } from 'vitest'
import { layoutsFor } from '../../src/cli/check-columns.ts'
import type { Row } from '../../src/cli/check-row.ts'

function row(holder: Row['holder'], place: string): Row {
  return {
    severity: 'ok',
    state: 'OK',
    left: '9d',
    expiry: '',
    name: 'x',
    place,
    holder,
    usedBy: undefined,
    remarks: '',
  }
}

const zone = row('zone', 'a.example')
const account = row('account', 'Example BV')

test.each([
  [[zone], 'ZONE'],
  [[account], 'ACCOUNT'],
  [[account, zone], 'ZONE, ACCOUNT'],
  [[], 'ZONE'],
])('the column of places is called after what is in it', (rows, heading) => {
  expect(layoutsFor(rows)[0].columns.map((column) => column.heading)).toContain(heading)
})

test('where it does not fit, the line below says which of them it is', () => {
  const [below] = layoutsFor([zone, account]).at(-1)?.below ?? []
  expect([zone, account].map((each) => below?.(each))).toEqual(['zone a.example', 'account Example BV'])
})
