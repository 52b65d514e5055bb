import { expect, test } from 'vitest'
import { fieldsWithUrl } from '../../src/daemon/row-url.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { linesAbout } from '../../src/monitor/check-log.ts'
import { readPageQuery } from '../../src/page/query.ts'
import { day, noon, watched } from '../page/support/fleet.ts'

const before = watched({ number: 1, name: 'x' })
const after = watched({
  number: 1,
  name: 'x',
  daysLeft: 5,
  record: { status: 'deleted' },
  check: { failure: { reason: 'network', detail: '' } },
})
const lines = linesAbout(before, after, noon + day)

test('every line about a certificate has the address that opens it on the page', () => {
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines) {
    const { url } = fieldsWithUrl(line, 'https://exporter.example.com/certs')
    const { origin, pathname, searchParams, hash } = new URL(String(url))
    expect([origin, pathname, hash]).toEqual(['https://exporter.example.com', '/certs/', '#details'])
    expect(readPageQuery(searchParams).open).toBe(keyOf(after.entry))
  }
})

test('without an external URL, and in a line about no certificate, there is none', () => {
  for (const line of lines) expect(fieldsWithUrl(line, undefined)).not.toHaveProperty('url')
  const line = { level: 'info', fields: { event: 'x' }, message: '' } as const
  expect(fieldsWithUrl(line, 'https://exporter.example.com')).toEqual({ event: 'x' })
})
