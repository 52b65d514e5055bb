import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FairQueue } from '../../src/http/fair-queue.ts'

const most = 8
const arrivals = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 })

interface Item {
  readonly holder: string
  readonly number: number
}

function filled(holders: readonly string[]) {
  const queue = new FairQueue<Item>(most)
  const lost = new Set<Item>()
  const items = holders.map((holder, number) => ({ holder, number }))
  for (const item of items) {
    const displaced = queue.add(item.holder, item)
    if (displaced) lost.add(displaced)
  }
  return { queue, kept: items.filter((item) => !lost.has(item)) }
}

function takeAll(queue: FairQueue<Item>): readonly Item[] {
  const taken: Item[] = []
  for (let item = queue.take(); item; item = queue.take()) taken.push(item)
  return taken
}

test('everything that has not lost its place is taken once, each holder first in, first out', () => {
  fc.assert(
    fc.property(arrivals, (holders) => {
      const { queue, kept } = filled(holders)
      expect(queue.length).toBe(Math.min(most, holders.length))
      const taken = takeAll(queue)
      expect(taken.toSorted((a, b) => a.number - b.number)).toEqual(kept)
      for (const holder of ['a', 'b', 'c'])
        expect(taken.filter((item) => item.holder === holder)).toEqual(kept.filter((item) => item.holder === holder))
    }),
  )
})

test('nobody has to wait for more than one item of each other holder', () => {
  fc.assert(
    fc.property(arrivals, (holders) => {
      const { queue, kept } = filled(holders)
      const others = new Set(kept.map(({ holder }) => holder))
      const first = takeAll(queue).slice(0, others.size)
      expect(new Set(first.map(({ holder }) => holder))).toEqual(others)
    }),
  )
})

test('one holder may have all places, and half of them at most once another wants as many', () => {
  fc.assert(
    fc.property(arrivals, fc.integer({ min: most, max: 40 }), (holders, wanted) => {
      const { kept } = filled([...holders, ...Array.from({ length: wanted }, () => 'newcomer')])
      expect(kept.filter(({ holder }) => holder === 'newcomer').length).toBeGreaterThanOrEqual(Math.floor(most / 4))
      const greediest = Math.max(...['a', 'b', 'c'].map((name) => kept.filter(({ holder }) => holder === name).length))
      expect(greediest).toBeLessThanOrEqual(most / 2)
    }),
  )
  expect(filled(Array.from({ length: most }, () => 'a')).kept).toHaveLength(most)
})

test('once everything was taken out, there is room again for as many', () => {
  const { queue, kept } = filled(['a', 'a', 'b', 'b', 'c', 'c', 'c', 'c'])
  expect(queue.drain()).toEqual(expect.arrayContaining([...kept]))
  expect({ length: queue.length, next: queue.take() }).toEqual({ length: 0, next: undefined })
  const displaced = Array.from({ length: most }, (_, number) => queue.add('a', { holder: 'a', number }))
  expect(displaced.filter((each) => each !== undefined)).toEqual([])
  expect(queue.length).toBe(most)
})
