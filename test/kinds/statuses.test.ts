import { describe, expect, test } from 'vitest'
import { certificateKinds, kinds } from '../../src/kinds/kinds.ts'
import { certificateStatuses, statusesOf, statusOf } from '../../src/kinds/statuses.ts'

describe.each(certificateKinds)('%s', (kind) => {
  const documented = Object.keys(kinds[kind].statuses)

  test('can have each of its documented words, and an unknown one', () => {
    for (const word of documented) expect(statusOf(kind, word)).toBe(word)
    expect(statusesOf(kind)).toEqual(expect.arrayContaining([...documented, 'unknown']))
  })

  test('can be gone only where Cloudflare takes it away by itself', () => {
    expect(statusesOf(kind).includes('gone')).toBe(kinds[kind].vanishing !== undefined)
  })

  test('has no other status', () => {
    const own = [...documented, 'gone', 'unknown']
    expect(statusesOf(kind).filter((status) => !own.includes(status))).toEqual([])
  })

  test.each([
    ['toString', 'unknown'],
    ['Active', 'unknown'],
    // Our own word, which the API does not have.
    ['gone', 'unknown'],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s', (word, expected) => {
    expect(statusOf(kind, word)).toBe(expected)
  })
})

test('every word is of some kind', () => {
  const words = new Set(certificateKinds.flatMap((kind) => statusesOf(kind)))
  expect(certificateStatuses.filter((status) => status !== 'gone' && !words.has(status))).toEqual([])
})

test('a drill is an ordinary certificate', () => {
  expect(statusOf('drill', 'active')).toBe('active')
})
