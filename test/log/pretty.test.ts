import { expect, test } from 'vitest'
import { prettyLine } from '../../src/log/pretty.ts'

test('a line for people has the message, and only those fields that it does not say already', () => {
  const said = {
    event: 'cycle_done',
    kind: 'zone',
    zone_id: 'z',
    certificate_id: 'c',
    name: 'n',
    scope: 'all',
    checked: 2,
    failed: 1,
  }
  const line = { level: 'warn', time: '2026-11-28T10:20:30.400Z', ...said, seconds: 3, msg: '1 of 2 failed' }
  expect(prettyLine(JSON.stringify(line), false)).toBe('10:20:30 warn  1 of 2 failed seconds=3\n')
})
