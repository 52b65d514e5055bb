import { expect, test } from 'vitest'
import { BoundedLines, mostUnread } from '../../src/log/bounded-lines.ts'

test('what nobody reads is dropped and counted, and told once when there is room again', () => {
  const written: string[] = []
  const readers: (() => void)[] = []
  const stream = {
    unread: 0,
    write: (line: string) => written.push(line),
    onRead: (reader: () => void) => readers.push(reader),
  }
  const told: number[] = []
  const lines = new BoundedLines(stream)
  lines.onRoom((dropped) => told.push(dropped))
  const wasRead = () => {
    for (const reader of readers) reader()
  }
  stream.unread = mostUnread - 1
  for (const line of ['a', 'bc', 'de']) lines.write(line)
  expect([written, lines.dropped]).toEqual([['a'], 2])
  wasRead()
  wasRead()
  expect(told).toEqual([2])
  stream.unread = 0
  lines.write('fg')
  wasRead()
  expect([written, lines.dropped, told]).toEqual([['a', 'fg'], 2, [2]])
})
