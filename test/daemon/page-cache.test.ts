import { expect, test } from 'vitest'
import { PageCache } from '../../src/daemon/page-cache.ts'
import { quietDaemon } from '../page/support/facts.ts'
import { snapshotOf } from '../page/support/fleet.ts'

const sources = { snapshot: snapshotOf([]), daemon: quietDaemon }

function started() {
  const made: string[] = []
  const waiting: (() => void)[] = []
  const make = (address: string, now: number) => {
    made.push(`${address} at ${now}`)
    return { text: `${address} at ${now}`, version: { fixed: '', moving: '' }, moving: [] }
  }
  const cache = new PageCache(make, (work) => waiting.push(work))
  const ask = (now: number, more: Partial<typeof sources> = {}, address = '?') =>
    cache.of(address, { ...sources, ...more }, now).text
  return { made, waiting, ask }
}

test('a page is used again while nothing is new', () => {
  const { made, ask } = started()
  expect([ask(0), ask(5), ask(9)]).toEqual(['? at 0', '? at 0', '? at 0'])
  expect(made).toHaveLength(1)
})

test.each([
  ['what is known', { snapshot: snapshotOf([]) }],
  ['the daemon', { daemon: { ...quietDaemon, nextCycle: 1 } }],
] as const)('a change of %s makes another one at once', (_, changed) => {
  const { ask } = started()
  ask(0)
  expect(ask(1, changed)).toBe('? at 1')
})

test('one that is older is given out and made again after that, and a very old one is not given out', () => {
  const { waiting, ask } = started()
  ask(0)
  expect(ask(30)).toBe('? at 0')
  for (const work of waiting.splice(0)) work()
  expect(ask(31)).toBe('? at 30')
  expect(ask(71)).toBe('? at 71')
  // The clock was set back.
  expect(ask(50)).toBe('? at 50')
})

test('eight addresses are kept, those that were made last', () => {
  const { made, ask } = started()
  for (let i = 0; i < 9; i++) ask(0, {}, `?q=${i}`)
  ask(0, {}, '?q=8')
  expect(made).toHaveLength(9)
  ask(0, {}, '?q=0')
  expect(made).toHaveLength(10)
})
