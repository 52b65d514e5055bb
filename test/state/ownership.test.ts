import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ownership } from '../../src/state/ownership.ts'
import type { WriteMark } from '../../src/state/write-mark.ts'
import { markAt } from '../support/state.ts'

const silence = 100
const left = markAt(5, { id: 'dead0000', number: 7, since: 3 })

/** One file and the processes that write it, by one clock. */
class World {
  file: WriteMark | undefined
  now = 0

  constructor(file: WriteMark | undefined) {
    this.file = file
  }

  start(id: string): Ownership {
    return new Ownership(id, this.file)
  }

  /** One attempt to write. */
  write(process: Ownership, isLast = false): boolean {
    if (process.judge(this.file, this.now, silence) === 'stand_back') return false
    const mark = process.next(this.now, isLast)
    this.file = mark
    process.wrote(mark)
    return true
  }
}

test.each([undefined, left, markAt(5, { id: undefined, number: 0, since: 0 })])(
  'the next start takes over at once from what was killed: %j',
  (file) => {
    const world = new World(file)
    const next = world.start('a0000000')
    expect(world.write(next)).toBe(true)
    expect(world.write(next)).toBe(true)
    expect(next.sharedWith).toBeUndefined()
    expect(world.file?.number).toBe((file?.number ?? 0) + 2)
  },
)

test('a newcomer stands back for as long as the other writes, and both know', () => {
  const world = new World(left)
  const [first, newcomer] = [world.start('b0000000'), world.start('a0000000')]
  expect(world.write(first)).toBe(true)
  for (let cycle = 0; cycle < 5; cycle++) {
    world.now += silence - 1
    expect(world.write(newcomer)).toBe(false)
    expect(world.write(first)).toBe(true)
  }
  expect(newcomer.sharedWith).toMatchObject({ id: 'b0000000', writer: 'other' })
  world.write(newcomer)
  world.now += silence
  expect(world.write(newcomer)).toBe(true)
  expect(newcomer.sharedWith).toBeUndefined()
})

test('a newcomer that came to write in between leaves the file to the one that was there', () => {
  const world = new World(left)
  const first = world.start('b0000000')
  world.write(first)
  const newcomer = world.start('a0000000')
  expect(world.write(newcomer)).toBe(true)
  expect(world.write(first)).toBe(true)
  expect(first.sharedWith).toMatchObject({ id: 'a0000000', writer: 'this' })
  expect(world.write(newcomer)).toBe(false)
  world.now += silence
  world.write(first)
  expect(first.sharedWith).toBeUndefined()
})

test('one that was told to end leaves the file at once', () => {
  const world = new World(left)
  const first = world.start('b0000000')
  world.write(first)
  const newcomer = world.start('a0000000')
  world.write(newcomer)
  world.write(first)
  expect(world.write(newcomer)).toBe(false)
  world.write(first, true)
  expect(world.write(newcomer)).toBe(true)
  expect(newcomer.sharedWith).toBeUndefined()
})

test('whoever writes without marks, as a version before does, was there first', () => {
  const world = new World(left)
  const newcomer = world.start('a0000000')
  world.write(newcomer)
  world.file = markAt(9, { id: undefined, number: 0, since: 0 })
  expect(world.write(newcomer)).toBe(false)
  expect(newcomer.sharedWith).toMatchObject({ id: undefined, writer: 'other' })
})

test('of any two, in any order of writes, one and only one ends up writing, and numbers only go up', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.boolean(), (order, isFresh) => {
      const world = new World(isFresh ? undefined : left)
      const both = [world.start('a0000000'), world.start('b0000000')] as const
      let number = world.file?.number ?? 0
      const attempt = (which: boolean) => {
        world.now += 1
        const written = world.write(both[Number(which)] ?? both[0])
        if (written) expect(world.file?.number).toBe(++number)
        return written
      }
      for (const which of order) attempt(which)
      // Two turns each settle it.
      for (let turn = 0; turn < 2; turn++) [false, true].map(attempt)
      expect([attempt(false), attempt(true), attempt(false), attempt(true)].filter(Boolean)).toHaveLength(2)
      expect(both.filter(({ sharedWith }) => sharedWith?.writer === 'other')).toHaveLength(1)
    }),
  )
})
