import { expect, test } from 'vitest'
import { readFilters, readListParameters, readNoParameters } from '../../src/api/parameters.ts'

const state = { name: 'state', states: ['expired', 'ok'] } as const
const read = (query: string) => readListParameters(new URLSearchParams(query), state)

test.each([
  ['state=fine', 'state', 'has to be one of expired, ok'],
  ['severity=bad', 'severity', 'has to be one of critical, warning, info, ok'],
  ['limit=1001', 'limit', 'has to be a number from 1 to 1000'],
  ['limit=1e2', 'limit', 'has to be a number from 1 to 1000'],
  ['limit=0x10', 'limit', 'has to be a number from 1 to 1000'],
  ['cursor=x', 'cursor', 'has to be the next_cursor of an answer'],
  ['zone=a&zone=b', 'zone', 'is there more than once'],
  ['sate=ok', 'sate', 'is not known; known are state, severity, zone, q, limit, cursor'],
])('?%s is answered with what would be right', (query, parameter, reason) => {
  expect(read(query)).toEqual({ ok: false, parameter, reason })
})

test('what is asked for is read, and a hundred are given to who says nothing', () => {
  expect(read('state=ok&severity=info&zone=a&q=b&limit=7')).toMatchObject({
    parameters: { filters: { state: 'ok', severity: 'info', zone: 'a', q: 'b' }, limit: 7, after: undefined },
  })
  for (const limit of [1, 1000]) expect(read(`limit=${limit}`)).toMatchObject({ parameters: { limit } })
  expect(read('')).toMatchObject({ parameters: { filters: {}, limit: 100 } })
})

test('what has no pages, or no parameters, says what it knows', () => {
  expect(readFilters(new URLSearchParams('limit=5'), state)).toMatchObject({
    reason: 'is not known; known are state, severity, zone, q',
  })
  expect(readNoParameters(new URLSearchParams('x=1'))).toMatchObject({ reason: 'is not known; known are none' })
  expect(readNoParameters(new URLSearchParams(''))).toBeUndefined()
})
