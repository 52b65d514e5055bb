import { expect, test } from 'vitest'
import { Unpublished } from '../../src/monitor/unpublished.ts'

test('256 places may wait to be published, and the next visit waits for one of them', async () => {
  const unpublished = new Unpublished()
  const publications = Array.from({ length: 256 }, () => Promise.withResolvers<void>())
  const steps: string[] = []
  for (const [i, { promise }] of publications.entries()) {
    await unpublished.room()
    unpublished.add(promise.then(() => void steps.push(`published ${i}`)))
  }
  const room = unpublished.room().then(() => steps.push('room'))
  const all = unpublished.all().then(() => steps.push('all'))
  publications[0]?.resolve()
  await room
  expect(steps).toEqual(['published 0', 'room'])
  for (const { resolve } of publications) resolve()
  await all
  expect(steps).toHaveLength(258)
  expect(steps.at(-1)).toBe('all')
})
