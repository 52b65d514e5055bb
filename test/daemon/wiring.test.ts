import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { revision, version } from '../../src/version.ts'
import { get } from '../http/door/support.ts'
import type { LogLine } from '../reliability/support/log-tap.ts'
import { useDaemon } from '../support/daemon.ts'

const running = useDaemon(({ name }) => ['fine-rsa', 'ends-tomorrow'].includes(name), {
  schedule: '* * * * * *',
  drill: true,
})

async function answer(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${running().daemon.url}${path}`, init)
}

async function metrics(): Promise<string> {
  return (await answer('/metrics')).text()
}

async function json(path: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await (await answer(path)).text())
}

const now = () => Date.now() / 1000

function sample(text: string, name: string): number {
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1])
}

/** A fault of the API in the midst of the verification would put that off for a quarter of an hour. */
async function tokenIsVerified(): Promise<void> {
  await vi.waitFor(async () => expect(await validTokens()).toContain('default'))
}

async function validTokens(): Promise<readonly (string | undefined)[]> {
  const valid = /^cloudflare_cert_exporter_token_valid\{credentials="(\w+)"\} 1$/gm
  return [...(await metrics()).matchAll(valid)].map(([, name]) => name)
}

beforeAll(tokenIsVerified)

let begin = 0
beforeEach(() => {
  begin = running().daemon.log.lines.length
})

/** The events of this name that it has logged since the test began. */
function logged(event: string): readonly LogLine[] {
  return running()
    .daemon.log.lines.slice(begin)
    .filter((line) => line.event === event)
}

async function change(edit: (configuration: Record<string, unknown>) => void): Promise<void> {
  const { path } = running().configuration
  const configuration: Record<string, unknown> = parse(await readFile(path, 'utf8'))
  edit(configuration)
  await writeFile(path, stringify(configuration))
}

/** The file as it is now is in force again after the test. @returns writes it back before that */
async function keepConfiguration(): Promise<() => Promise<void>> {
  const { path } = running().configuration
  const before = await readFile(path, 'utf8')
  const putBack = () => writeFile(path, before)
  onTestFinished(async () => {
    await putBack()
    await answer('/-/reload', { method: 'POST' })
    await tokenIsVerified()
  })
  return putBack
}

describe('the parts of the daemon are connected', () => {
  test('the drill is among the metrics that Prometheus gets', async () => {
    expect(await metrics()).toMatch(/^cloudflare_cert_expiry_timestamp_seconds\{kind="drill",/m)
  })

  test('JSON and metrics say what is watched, by which schedule, and with which credential', async () => {
    await running().daemon.log.saw('cycle_done')
    // One ends tomorrow, and the drill is in its warning. What another test has broken is well again in the next cycle.
    const status = await vi.waitFor(async () => {
      const { status } = await json('/api/v1/status')
      expect(status).toMatchObject({ severities: { critical: 1, warning: 1 } })
      return status
    })
    expect(status).toMatchObject({
      never_listed: [],
      watched: { certificates: 2, hostnames: 0, zones: 0, accounts: 0, bundles: 0 },
      schedule: { text: '* * * * * *', timezone: 'UTC', interval_seconds: 1 },
      shard: { index: 0, total: 1 },
      version,
      revision,
    })
    const momentsOf = (...names: readonly string[]) => names.map((name) => Date.parse(String(Object(status)[name])))
    for (const moments of [
      momentsOf('started_at', 'last_cycle', 'next_cycle'),
      momentsOf('config_loaded_at', 'next_cycle'),
    ])
      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
    expect((await json('/api/v1/credentials'))['credentials']).toMatchObject([
      {
        name: 'default',
        kind: 'token',
        state: 'ok',
        expires_on: '2030-01-01T00:00:00.000Z',
        requests_remaining: expect.any(Number),
        held_back: null,
      },
    ])
    const text = await metrics()
    expect(text).toContain('cloudflare_cert_exporter_schedule_interval_seconds 1\n')
    expect(text).toContain('cloudflare_cert_exporter_config_last_reload_successful 1\n')
    expect(text).toContain('cloudflare_cert_exporter_credential_readable{credentials="default"} 1\n')
    expect(sample(text, 'cloudflare_cert_exporter_last_cycle_timestamp_seconds')).toBeGreaterThan(now() - 60)
  })

  test('the next cycle is planned within the interval', async () => {
    const next = sample(await metrics(), 'cloudflare_cert_exporter_next_cycle_timestamp_seconds')
    expect(next).toBeGreaterThan(now() - 60)
    expect(next).toBeLessThanOrEqual(now() + 2)
  })

  test('the log says what a cycle costs', async () => {
    // Two certificates of two zones, by their ids.
    expect(await running().daemon.log.saw('cycle_cost')).toMatchObject({ credentials: 'default', requests: 2 })
  })

  test.each([
    ['from the page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['with the origin of another site', { origin: 'http://evil.example' }],
  ])('no reload is taken %s', async (_, headers: Record<string, string>) => {
    const { port } = new URL(running().daemon.url)
    const { outcome } = await get(Number(port), {
      path: '/-/reload',
      method: 'POST',
      headers,
      secure: false,
    })
    expect(outcome).toBe(403)
    expect(logged('reloaded')).toEqual([])
  })

  test.each<[string, () => unknown]>([
    ['http', () => answer('/-/reload', { method: 'POST' })],
    ['signal', () => running().daemon.reload()],
  ])('a reload by %s is told as such', async (trigger, begin) => {
    await begin()
    await vi.waitFor(() => expect(logged('reloaded').map((line) => line['trigger'])).toContain(trigger))
  })

  test('a reload that adds a credential has it verified, and says which settings take a restart', async () => {
    const { simulator, configuration } = running()
    await keepConfiguration()
    await writeFile(join(configuration.tokenPath, '../second'), simulator.credentials.token)
    await change((file) => {
      file['credentials'] = {
        default: { api_token_file: 'token' },
        second: { api_token_file: 'second' },
        missing: { api_token_file: 'nowhere' },
        old: { email: 'me@example.com', api_key_file: 'second' },
      }
      file['server'] = { listen: '127.0.0.1:1', probe_listen: '127.0.0.1:2', web_config_file: 'web.yml' }
      file['state'] = { path: 'state.json' }
    })
    await answer('/-/reload', { method: 'POST' })
    await vi.waitFor(async () => expect(await validTokens()).toEqual(['default', 'second']))
    expect(logged('credential_unreadable')).toMatchObject([{ credentials: 'missing' }])
    expect((await json('/api/v1/credentials'))['credentials']).toMatchObject([
      { name: 'default', kind: 'token', state: 'ok' },
      { name: 'second', kind: 'token', state: 'ok' },
      { name: 'missing', kind: 'token', state: 'unreadable', sentence: expect.stringContaining('nowhere') },
      { name: 'old', kind: 'key', state: 'unknown' },
    ])
    expect(logged('restart_needed').map((line) => line['setting'])).toEqual([
      'server.listen',
      'server.probe_listen',
      'server.web_config_file',
      'state.path',
    ])
  })

  test('a credential that a reload renames has no metric left under its old name', async () => {
    await keepConfiguration()
    const left = /^cloudflare_cert_exporter_api_rate_limit_remaining\{credentials="(\w+)"\}/gm
    const named = async () => [...(await metrics()).matchAll(left)].map(([, name]) => name)
    await vi.waitFor(async () => expect(await named()).toEqual(['default']))
    await change((file) => {
      file['credentials'] = { renamed: { api_token_file: 'token' } }
      const entries = Array.isArray(file['certificates']) ? file['certificates'] : []
      file['certificates'] = entries.map((entry) => ({ ...entry, credentials: 'renamed' }))
    })
    expect((await answer('/-/reload', { method: 'POST' })).status).toBe(200)
    await vi.waitFor(async () => expect(await named()).toEqual(['renamed']))
    expect(await metrics()).not.toContain('credentials="default"')
  })

  test('each reload with a setting that takes a restart says so, until the setting is put back', async () => {
    const putBack = await keepConfiguration()
    const told = async () => {
      const known = logged('restart_needed').length
      expect((await answer('/-/reload', { method: 'POST' })).status).toBe(200)
      return logged('restart_needed')
        .slice(known)
        .map((line) => line['setting'])
    }
    await change((file) => {
      file['state'] = { path: 'elsewhere.json' }
    })
    expect(await told()).toEqual(['state.path'])
    expect(await told()).toEqual(['state.path'])
    await putBack()
    expect(await told()).toEqual([])
  })

  test('what the API says is on page and JSON without the token', async () => {
    const { simulator } = running()
    const { token } = simulator.credentials
    simulator.fault({ fault: 'status', status: 500, code: 1, message: `the token ${token} broke` })
    await vi.waitFor(async () => {
      const said = await (await answer('/api/v1/certificates')).text()
      expect(said).toMatch(/the token \[redacted\] broke/)
    })
    const pages = await Promise.all(['/', '/api/v1/certificates'].map(async (path) => (await answer(path)).text()))
    expect(pages.join('')).not.toContain(token)
    simulator.clearFaults()
    // Or else the next test would begin in the outage.
    const isWell = [{ name: 'default', held_back: null }]
    await vi.waitFor(async () => expect((await json('/api/v1/credentials'))['credentials']).toMatchObject(isWell))
  })
})

describe('the headers of every answer', () => {
  const names = ['x-content-type-options', 'cache-control', 'x-frame-options', 'referrer-policy']

  test.each<[string, Readonly<Record<string, string | null>>]>([
    ['/', { 'x-frame-options': 'DENY', 'cache-control': 'no-store' }],
    ['/api/v1/certificates', {}],
    ['/metrics', { 'cache-control': 'no-store' }],
  ])('%s', async (path, expected) => {
    const { headers } = await answer(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(Object.fromEntries(names.map((name) => [name, headers.get(name)]))).toMatchObject(expected)
  })

  test('the page runs only its own script and style', async () => {
    const policy = (await answer('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/)
  })
})
