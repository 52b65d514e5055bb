import { pino } from 'pino'
import { expect, test } from 'vitest'
import { refusalLog } from '../../src/daemon/refusal-log.ts'
import type { Refusal } from '../../src/http/refusals.ts'
import { FakeClock } from '../support/fake-clock.ts'

function started() {
  const clock = new FakeClock()
  const lines: unknown[] = []
  const counted: Refusal[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  return { clock, lines, counted, tell: refusalLog({ log, clock, count: (reason) => counted.push(reason) }) }
}

test('all are counted, and one a minute of each reason is told, with how many were not', async () => {
  const { clock, lines, counted, tell } = started()
  for (let i = 0; i < 1000; i++) tell('answers_full', '192.0.2.1')
  tell('listener_full', '192.0.2.2')
  await clock.advance(60)
  tell('answers_full', '192.0.2.3')
  expect(counted).toHaveLength(1002)
  expect(lines).toMatchObject([
    { level: 40, event: 'client_refused', reason: 'answers_full', client: '192.0.2.1' },
    { level: 40, event: 'client_refused', reason: 'listener_full', client: '192.0.2.2' },
    { level: 40, event: 'client_refused', reason: 'answers_full', client: '192.0.2.3', untold: 999 },
  ])
})

test('a failed handshake is counted, and told at debug level alone', () => {
  const { lines, counted, tell } = started()
  tell('tls', '192.0.2.1', 'ERR_SSL_NO_SHARED_CIPHER')
  expect(counted).toEqual(['tls'])
  expect(lines).toEqual([])
})
