import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { abortable } from '../../src/cloudflare/abortable.ts'

test.each([
  ['is fulfilled', () => Promise.resolve()],
  ['is rejected', () => Promise.reject(new Error('down'))],
])('what %s leaves nothing behind at a signal that outlives it', async (_, begin) => {
  const { signal } = new AbortController()
  await abortable(begin(), signal).catch(() => undefined)
  await Promise.resolve()
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('nobody waits for it any more once the signal is aborted', async () => {
  const stop = new AbortController()
  const waiting = abortable(new Promise(() => undefined), stop.signal)
  stop.abort(new Error('shutting down'))
  await expect(waiting).rejects.toThrow('shutting down')
  await expect(abortable(Promise.resolve(), stop.signal)).rejects.toThrow('shutting down')
})
