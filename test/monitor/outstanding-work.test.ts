import { expect, test } from 'vitest'
import { OutstandingWork } from '../../src/monitor/outstanding-work.ts'

test('all is done when the last worker has ended, also one that failed', async () => {
  const outstanding = new OutstandingWork()
  const [first, last] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const tracked = [outstanding.track(first.promise), outstanding.track(last.promise)]
  first.resolve()
  await tracked[0]
  expect(outstanding.allDone.aborted).toBe(false)
  last.reject(new Error('down'))
  await expect(tracked[1]).rejects.toThrow('down')
  expect(outstanding.allDone.aborted).toBe(true)
})
