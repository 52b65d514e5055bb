import { describe, expect, test } from 'vitest'
import { type HistoryDisk, type HistoryEvent, HistoryKeeper } from '../../src/history/history-keeper.ts'
import type { Observation } from '../../src/history/model.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'

const key = 'hostname/z/c'

/** A disk in memory, and everything that a keeper says. */
function beginning(content?: string) {
  const events: HistoryEvent[] = []
  const state = { content, writes: 0, asides: 0, failure: undefined as string | undefined }
  const disk: HistoryDisk = {
    read: async () => state.content,
    replace: async (slices) => {
      if (state.failure) throw new Error(state.failure)
      state.writes += 1
      state.content = [...slices].join('')
    },
    setAside: async () => {
      state.asides += 1
    },
  }
  const seen: { state: Observation['state'] } = { state: 'ok' }
  const clock = new FakeClock()
  const keeper = (more: { disk?: HistoryDisk; mayWrite?: boolean } = {}) =>
    new HistoryKeeper({
      disk: more.disk ?? disk,
      clock,
      hostClock: clock,
      look: () => [{ key, state: seen.state, inUse: undefined, fingerprint: undefined }],
      mayWrite: () => more.mayWrite ?? true,
      on: (event) => events.push(event),
    })
  return { state, disk, events, seen, clock, keeper }
}

const words = (keeper: HistoryKeeper) => keeper.of(key).map(({ word }) => word)

test('survives a restart, and goes on', async () => {
  const { seen, clock, keeper, events } = beginning()
  const first = keeper()
  first.start()
  await settle()
  seen.state = 'warning'
  await clock.advance(60)
  expect(words(first)).toEqual(['ok', 'warning'])
  seen.state = 'critical'
  await first.stop()
  const second = keeper()
  second.start()
  seen.state = 'expired'
  await clock.advance(60)
  expect(words(second)).toEqual(['ok', 'warning', 'critical', 'expired'])
  await second.stop()
  expect(events).toEqual([])
})

test('is written once a minute at most, and only where something has changed', async () => {
  const { seen, state, clock, keeper } = beginning()
  const kept = keeper()
  kept.start()
  for (let minute = 0; minute < 10; minute++) {
    seen.state = minute < 5 ? 'ok' : 'warning'
    await clock.advance(60)
  }
  await kept.stop()
  expect(state.writes).toBe(2)
})

describe('the disk', () => {
  test('a file that is no history is moved away, and the history begins', async () => {
    const { state, events, keeper } = beginning('{"certificates"')
    const kept = keeper()
    kept.start()
    await settle()
    await kept.stop()
    expect(state.asides).toBe(1)
    expect(events).toMatchObject([{ event: 'history_unread' }])
    expect(state.content).toContain(key)
  })

  test('one that cannot be read is never written over, and the history goes on in memory', async () => {
    const { disk, state, events, keeper } = beginning('what was known')
    const read = () => Promise.reject(new Error('the file may not be read by this user'))
    const kept = keeper({ disk: { ...disk, read } })
    kept.start()
    await settle()
    expect(words(kept)).toEqual(['ok'])
    await kept.stop()
    expect(state.content).toBe('what was known')
    expect(events).toEqual([{ event: 'history_unread', detail: 'the file may not be read by this user' }])
  })

  test('a write that fails is told once for each reason, and made again', async () => {
    const { state, events, clock, keeper } = beginning()
    state.failure = 'ENOSPC'
    const kept = keeper()
    kept.start()
    await clock.advance(300)
    expect(events).toEqual([{ event: 'history_write_failed', detail: 'ENOSPC' }])
    state.failure = undefined
    await clock.advance(60)
    expect(state.content).toContain(key)
    await kept.stop()
  })

  test('one that hangs holds nothing up, neither while it reads nor while it writes', async () => {
    const { disk, clock, keeper } = beginning()
    const never = () => new Promise<never>(() => undefined)
    const reading = keeper({ disk: { ...disk, read: never } })
    reading.start()
    await reading.stop()
    const writing = keeper({ disk: { ...disk, replace: never } })
    writing.start()
    await clock.advance(120)
    expect(words(writing)).toEqual(['ok'])
    const stopped = writing.stop()
    await clock.advance(2)
    await stopped
  })

  test('while another daemon has the state, its history is not written over', async () => {
    const { state, clock, keeper } = beginning()
    const kept = keeper({ mayWrite: false })
    kept.start()
    await clock.advance(120)
    await kept.stop()
    expect([state.writes, words(kept)]).toEqual([0, ['ok']])
  })
})
