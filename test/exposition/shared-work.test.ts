import { expect, test } from 'vitest'
import { SharedWork } from '../../src/exposition/shared-work.ts'

/** Work whose every run ends when the test says so, with the number of things that had happened when it began. */
function observed() {
  const world = { happened: 0 }
  const runs: { readonly end: () => void; readonly fail: (error: Error) => void }[] = []
  const shared = new SharedWork(() => {
    const seen = world.happened
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    runs.push({ end: () => resolve(seen), fail: reject })
    return promise
  })
  return { world, runs, shared }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('who asks together shares one run', async () => {
  const { shared, runs } = observed()
  const asked = Promise.all([shared.next(), shared.next(), shared.next()])
  await turn()
  runs[0]?.end()
  expect(await asked).toEqual([0, 0, 0])
  expect(runs).toHaveLength(1)
})

test('who asks during a run sees what has happened since it began, and shares the next one', async () => {
  const { shared, runs, world } = observed()
  const first = shared.next()
  await turn()
  world.happened = 1
  const later = Promise.all([shared.next(), shared.next()])
  await turn()
  expect(runs).toHaveLength(1)
  runs[0]?.end()
  expect(await first).toBe(0)
  await turn()
  runs[1]?.end()
  expect(await later).toEqual([1, 1])
  expect(runs).toHaveLength(2)
})

test('a run that fails is told to who waits for it, and to nobody else', async () => {
  const { shared, runs } = observed()
  const first = shared.next()
  await turn()
  const second = shared.next()
  runs[0]?.fail(new Error('broken'))
  await expect(first).rejects.toThrow('broken')
  await turn()
  runs[1]?.end()
  expect(await second).toBe(0)
})
