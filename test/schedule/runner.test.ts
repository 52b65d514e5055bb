import { expect, test } from 'vitest'
import { type RunScope, SingleFlight } from '../../src/schedule/runner.ts'
import { settle } from '../support/fake-clock.ts'

function flight() {
  const started: RunScope[] = []
  const ends: (() => void)[] = []
  const single = new SingleFlight((scope) => {
    started.push(scope)
    return new Promise((resolve) => ends.push(resolve))
  })
  const endOne = async () => {
    ends.shift()?.()
    await settle()
  }
  return { single, started, endOne }
}

test('requests during a full run are covered by it', async () => {
  const { single, started, endOne } = flight()
  expect(single.request('all')).toBe('started')
  expect(single.request('all')).toBe('covered')
  expect(single.request('outstanding')).toBe('covered')
  await endOne()
  expect(started).toEqual(['all'])
})

test('a full run asked for during a retry follows it, once', async () => {
  const { single, started, endOne } = flight()
  single.request('outstanding')
  expect(single.request('outstanding')).toBe('covered')
  expect(single.request('all')).toBe('waits')
  expect(single.request('all')).toBe('waits')
  expect(started).toEqual(['outstanding'])
  await endOne()
  expect(started).toEqual(['outstanding', 'all'])
  await endOne()
  expect(started).toEqual(['outstanding', 'all'])
  expect(single.request('all')).toBe('started')
})

test('it is idle only when nothing runs and nothing waits', async () => {
  const { single, endOne } = flight()
  let idle = false
  single.request('outstanding')
  single.request('all')
  void single.idle().then(() => {
    idle = true
  })
  await endOne()
  expect(idle).toBe(false)
  await endOne()
  expect(idle).toBe(true)
})

test('a full run that waits covers what failed, also where that is to be asked anew', async () => {
  const { single, started, endOne } = flight()
  single.request('all')
  single.requestAnew('all')
  single.requestAnew('outstanding')
  await endOne()
  await endOne()
  expect(started).toEqual(['all', 'all'])
})
