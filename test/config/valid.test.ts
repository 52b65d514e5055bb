import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { certificateId, certificates, config, problems, tokenEnv, zoneId } from './support.ts'

const day = 86_400
const days = (count: number) => ({ kind: 'duration', seconds: count * day })

test('the state file: beside the configuration, or where the environment says', () => {
  const env = { ...tokenEnv, CLOUDFLARE_CERT_EXPORTER_STATE: '/var/lib/x/state.json' }
  expect(config(certificates, env).state.path).toBe('/var/lib/x/state.json')
  expect(config(`${certificates}state: {path: s.json}\n`, env).state.path).toBe('s.json')
})

describe('defaults', () => {
  test('one certificate and a token are a whole configuration', () => {
    expect(config(certificates)).toEqual({
      path: 'config.yaml',
      hash: Number.parseInt(createHash('sha256').update(certificates).digest('hex').slice(0, 12), 16),
      digest: createHash('sha256').update(certificates).digest('hex'),
      trustFiles: [],
      schedule: { text: '@hourly', cron: '@hourly', timezone: 'UTC', intervalSeconds: 3600 },
      cloudflare: { baseUrl: 'https://api.cloudflare.com/client/v4', timeoutSeconds: 10, requestsPer5m: 600 },
      credentials: new Map([
        [
          'default',
          {
            name: 'default',
            accountId: undefined,
            kind: 'token',
            token: { kind: 'value', value: tokenEnv['CLOUDFLARE_API_TOKEN'], variable: 'CLOUDFLARE_API_TOKEN' },
          },
        ],
      ]),
      watch: {
        certificates: [
          {
            kind: 'hostname',
            scopeId: zoneId,
            certificateId,
            name: certificateId,
            placeName: zoneId,
            credentials: 'default',
            labels: {},
            thresholds: { warning: days(30), critical: days(14) },
            staleAfter: 6 * 3600,
          },
        ],
        hostnames: [],
        stores: [],
        discoveries: [],
        zonesWithAllHostnames: new Set(),
        bundles: [],
        owns: expect.any(Function),
      },
      shard: { index: 0, total: 1 },
      metrics: { preset: 'full', deny: [] },
      drill: false,
      state: {
        path: undefined,
        place: { file: 'config.yaml', line: 1, column: 1, path: '$CLOUDFLARE_CERT_EXPORTER_STATE' },
      },
      server: { listen: { host: undefined, port: 9977 }, allowedHosts: undefined, reload: false, statusPage: true },
    })
  })

  test('everything that can be said is taken over', () => {
    const text = `
schedule: "0 9 * * 1-5"
timezone: Europe/Berlin
stale_after: 4d
cloudflare: {base_url: "http://127.0.0.1:8787/client/v4/", timeout: 250ms, requests_per_5m: 1200}
credentials: {ops: {api_token_file: /t, account_id: ${'A'.repeat(32)}}}
certificates:
  - {zone_id: ${zoneId.toUpperCase()}, certificate_id: ${certificateId.toUpperCase()}, name: n, zone: example.com,
     kind: zone, credentials: ops, labels: {team: payments, empty: ""}}
server: {listen: "[::1]:0", probe_listen: "127.0.0.1:9978", web_config_file: web.yml, status_page: false,
  allowed_hosts: [Exporter.Example.com], reload: true}`
    const result = config(text)
    expect(result.schedule).toMatchObject({ cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', intervalSeconds: 3 * day })
    expect(result.cloudflare).toEqual({
      baseUrl: 'http://127.0.0.1:8787/client/v4',
      timeoutSeconds: 0.25,
      requestsPer5m: 1200,
    })
    expect(result.credentials.get('ops')).toMatchObject({ accountId: 'a'.repeat(32) })
    expect(result.server).toEqual({
      listen: { host: '::1', port: 0 },
      probeListen: { host: '127.0.0.1', port: 9978 },
      webConfigFile: 'web.yml',
      allowedHosts: ['exporter.example.com'],
      reload: true,
      statusPage: false,
    })
    expect(result.watch.certificates[0]).toMatchObject({
      ...{ kind: 'zone', scopeId: zoneId, certificateId, name: 'n', placeName: 'example.com', credentials: 'ops' },
      ...{ labels: { team: 'payments', empty: '' }, staleAfter: 4 * day },
    })
  })
})

test('a path in the file is relative to the file', () => {
  const webConfigFile = (path: string) =>
    config(`${certificates}server: {web_config_file: ${path}}`, tokenEnv, 'etc/x.yaml').server.webConfigFile
  expect(webConfigFile('web.yml')).toBe('etc/web.yml')
  expect(webConfigFile('/etc/web.yml')).toBe('/etc/web.yml')
})

describe('thresholds', () => {
  const thresholdsOf = (text: string) => config(text).watch.certificates[0]?.thresholds

  test('an entry inherits the one it does not set, from the file and from the defaults', () => {
    const own = (thresholds: string) => `${certificates}    thresholds: ${thresholds}\n`
    expect(thresholdsOf(own('{warning: 60d}'))).toEqual({ warning: days(60), critical: days(14) })
    expect(thresholdsOf(`${own('{critical: 20d}')}thresholds: {warning: 40d, critical: 10d}`)).toEqual({
      warning: days(40),
      critical: days(20),
    })
  })

  test('shares, and shares beside durations, which only a certificate can compare', () => {
    expect(thresholdsOf(`${certificates}thresholds: {warning: 33.5%, critical: 10%}`)).toEqual({
      warning: { kind: 'share', share: 0.335 },
      critical: { kind: 'share', share: 0.1 },
    })
    expect(thresholdsOf(`${certificates}thresholds: {warning: 1%}`)).toMatchObject({ warning: { kind: 'share' } })
  })

  test('a global pair that no entry has in force is no problem', () => {
    expect(problems(`${certificates}    thresholds: {critical: 5d}\nthresholds: {warning: 10d}`)).toEqual([])
  })
})

describe('stale_after', () => {
  const staleAfter = (text: string) => config(certificates + text).watch.certificates[0]?.staleAfter

  test('by default three intervals of the schedule, 6h at least', () => {
    expect(staleAfter('schedule: 5m')).toBe(6 * 3600)
    expect(staleAfter('schedule: 4h')).toBe(12 * 3600)
    expect(staleAfter('schedule: "0 9 * * 1-5"')).toBe(9 * day)
  })

  test('one that only an unused global threshold forbids is right', () => {
    expect(problems(`${certificates}    thresholds: {warning: 60d, critical: 30d}\nstale_after: 20d`)).toEqual([])
  })
})

test('the same ids in the two stores are two certificates', () => {
  const twice = `${certificates}  - zone_id: ${zoneId}\n    certificate_id: ${certificateId}\n    kind: zone\n`
  expect(config(twice).watch.certificates.map(({ kind }) => kind)).toEqual(['hostname', 'zone'])
})

test('an anchor may serve a thousand entries', () => {
  const entry = (index: number) => `  - {zone_id: ${zoneId}, certificate_id: ${hex(index)}, labels: *team}\n`
  const text = `certificates:\n  - {zone_id: ${zoneId}, certificate_id: ${hex(0)}, labels: &team {team: a}}\n`
  const result = config(text + Array.from({ length: 1000 }, (_, index) => entry(index + 1)).join(''))
  expect(result.watch.certificates.at(-1)?.labels).toEqual({ team: 'a' })
})

test('2,000 certificates load, and a fault in the last one is found', () => {
  const entry = (index: number) =>
    `  - zone_id: ${zoneId}\n    certificate_id: ${hex(index)}\n    labels: {n: "${index}"}\n`
  const text = `certificates:\n${Array.from({ length: 2_000 }, (_, index) => entry(index)).join('')}`
  expect(config(text).watch.certificates).toHaveLength(2_000)
  expect(problems(`${text}    nmae: last\n`)).toEqual([
    'config.yaml:6002:5: certificates[1999].nmae: unknown key: did you mean `name`?',
  ])
})

test('a line separator in a key cannot break the line of its problem', () => {
  expect(problems(`${certificates}"a\\u2028b": 1\n`)).toEqual([
    expect.stringMatching(/^config\.yaml:4:1: \["a\ufffdb"\]: unknown key/),
  ])
})

function hex(index: number): string {
  return `"${index.toString(16).padStart(32, '0')}"`
}
