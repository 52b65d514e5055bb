import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelNameFault } from '../../src/config/checks/reserved-labels.ts'
import { closest } from '../../src/config/schema/did-you-mean.ts'
import { parseBaseUrl } from '../../src/config/values/base-url.ts'
import { formatDuration, parseDuration } from '../../src/config/values/duration.ts'
import { parseListenAddress } from '../../src/config/values/listen-address.ts'
import { formatThreshold, parseThreshold } from '../../src/config/values/threshold.ts'

describe('durations', () => {
  test.each([
    ['30s', 30],
    ['15m', 900],
    ['1h30m', 5400],
    ['30d', 2_592_000],
    ['1y2w3d4h5m6s7ms', 33_019_506.007],
    ['0s', 0],
    ['', undefined],
    ['30', undefined],
    ['0', undefined],
    ['1.5h', undefined],
    ['-1h', undefined],
    ['30m1h', undefined],
    ['1h1h', undefined],
    ['1H', undefined],
    ['1h 30m', undefined],
    ['1h\n', undefined],
    ['293y', undefined],
    [`${'9'.repeat(400)}s`, undefined],
  ])('%j is %j seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds))

  test('what is shown reads back as the same', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), (ms) => {
        expect(parseDuration(formatDuration(ms / 1000))).toBe(ms / 1000)
      }),
    )
    expect([5400, 2_592_000, 0, 0.25].map(formatDuration)).toEqual(['1h30m', '30d', '0s', '250ms'])
  })
})

test('thresholds', () => {
  expect(['33%', '0.5%', '99.9%', '30d'].map((text) => parseThreshold(text)?.kind)).toEqual([
    ...['share', 'share', 'share', 'duration'],
  ])
  expect(['0%', '100%', '101%', '0d', '-1%', '%', '.5%', '5', '1e1%'].map(parseThreshold)).toEqual(
    Array(9).fill(undefined),
  )
  expect(formatThreshold({ kind: 'share', share: 0.07 })).toBe('7%')
})

test.each([
  [':9977', { host: undefined, port: 9977 }],
  [':0', { host: undefined, port: 0 }],
  [':65535', { host: undefined, port: 65535 }],
  ['127.0.0.1:9977', { host: '127.0.0.1', port: 9977 }],
  ['[::1]:9977', { host: '::1', port: 9977 }],
  ['[::]:9977', { host: '::', port: 9977 }],
  ['localhost:9977', { host: 'localhost', port: 9977 }],
  [':65536', undefined],
  [':', undefined],
  ['9977', undefined],
  ['::1:9977', undefined],
  ['[]:9977', undefined],
  ['[localhost]:9977', undefined],
  ['256.0.0.1:9977', undefined],
  ['*:9977', undefined],
  ['http://localhost:9977', undefined],
  ['local host:9977', undefined],
])('listen %j', (text, address) => expect(parseListenAddress(text)).toEqual(address))

test.each([
  ['https://api.cloudflare.com/client/v4', 'https://api.cloudflare.com/client/v4'],
  ['https://api.cloudflare.com/client/v4//', 'https://api.cloudflare.com/client/v4'],
  ['HTTPS://Example.com', 'https://example.com'],
  ['http://localhost:8787', 'http://localhost:8787'],
  ['http://127.9.9.9/x', 'http://127.9.9.9/x'],
  ['http://[::1]:1', 'http://[::1]:1'],
  ['http://127.0.0.1.example.com', undefined],
  ['http://127.example.com', undefined],
  ['http://localhost.example.com', undefined],
  ['http://10.0.0.1', undefined],
  ['ftp://localhost', undefined],
  ['https://user@example.com', undefined],
  ['https://:hunter2@example.com', undefined],
  ['https://example.com?', undefined],
  ['https://example.com#', undefined],
  ['api.cloudflare.com', undefined],
])('base URL %j', (text, baseUrl) => {
  const result = parseBaseUrl(text)
  expect(result.ok ? result.baseUrl : undefined).toBe(baseUrl)
  expect(JSON.stringify(result)).not.toContain('hunter2')
})

test('did you mean', () => {
  const keys = ['zone_id', 'certificate_id', 'name', 'zone']
  expect(
    ['zoneId', 'zone-id', 'zones', 'certifcate_id', 'nmae', 'colour', '', 'x'.repeat(10_000)].map((it) =>
      closest(it, keys),
    ),
  ).toEqual([...['zone_id', 'zone_id', 'zone', 'certificate_id', 'name', undefined, undefined, undefined]])
})

test('every label that the exporter sets itself is reserved, and ordinary ones are not', () => {
  const reserved = `kind zone_id certificate_id zone name status field serial_number issuer subject signature_algorithm
    public_key fingerprint_sha256 problem reason credentials severity hostname state version revision node_version endpoint
    code drill le quantile alertname job instance namespace pod container service node cluster __x exported_x`
  expect(reserved.split(/\s+/).filter((name) => labelNameFault(name, 'zone') === undefined)).toEqual([])
  expect(['team', 'Team_2', '_private', 'zones', 'env', 'account'].map((name) => labelNameFault(name, 'zone'))).toEqual(
    Array(6).fill(undefined),
  )
  expect(['account', 'account_id'].map((name) => labelNameFault(name, 'account'))).not.toContain(undefined)
  expect(['', '2nd', 'a-b', 'a.b', 'é'].filter((name) => labelNameFault(name, 'zone') === undefined)).toEqual([])
})
