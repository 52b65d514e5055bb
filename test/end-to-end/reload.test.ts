import { readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { get } from '../http/door/support.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { type Program, startExporter } from '../support/program.ts'
import { replaceFile } from '../support/replace-file.ts'

const names = ['fine-rsa', 'ends-tomorrow', 'ended-three-days-ago', 'whole-zone']
let simulator: Simulator
let configuration: ConfigurationFile
let program: Program
let url: string

beforeEach(async () => {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const certificates = fleet.certificates.filter(({ name }) => names.includes(name))
  configuration = await writeConfiguration(simulator, certificates)
  program = startExporter(['run', '--config', configuration.path])
  ;[, url = ''] = await program.saw(/"url":"([^"]+)"/)
  await program.saw(/"event":"cycle_done"/)
})
afterEach(async () => {
  program.kill('SIGTERM')
  expect(await program.exit).toBe(0)
  await simulator.close()
  await configuration.remove()
})

interface File {
  certificates: { name: string; labels?: Record<string, string> }[]
  schedule: string
  [key: string]: unknown
}

async function edit(change: (file: File) => void): Promise<void> {
  const file: File = parse(await readFile(configuration.path, 'utf8'))
  change(file)
  await replaceFile(configuration.path, stringify(file))
}

function reload() {
  return fetch(`${url}/-/reload`, { method: 'POST' })
}

async function metric(pattern: RegExp): Promise<string | undefined> {
  return pattern.exec(await (await fetch(`${url}/metrics`)).text())?.[0]
}

async function daysShown(): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return [...text.matchAll(/^cloudflare_cert_expiry_days\{.*name="([^"]+)"/gm)].map(([, name = '']) => name).sort()
}

// The HELP line has the name too.
const successful = /^cloudflare_cert_exporter_config_last_reload_successful \d/m

describe('the configuration is loaded again', () => {
  test.each<[string, string, () => unknown]>([
    ['on POST /-/reload', 'http', () => reload()],
    ['on SIGHUP', 'signal', () => program.kill('SIGHUP')],
    ['within ten seconds of a change', 'changed', () => undefined],
  ])('%s', async (_, trigger, begin) => {
    await edit((file) => {
      file.certificates = file.certificates.filter(({ name }) => name !== 'fine-rsa')
    })
    await begin()
    await program.saw(new RegExp(`"event":"reloaded","trigger":"${trigger}"`))
    await vi.waitFor(async () => expect(await daysShown()).not.toContain('fine-rsa'), {
      timeout: 10_000,
      interval: 100,
    })
    expect(await daysShown()).toEqual(['ended-three-days-ago', 'ends-tomorrow', 'whole-zone'])
  })
})

test('a page that has rebound its own name reloads nothing, and reads nothing once the names are known', async () => {
  const host = { host: 'evil.example', origin: 'http://evil.example' }
  const ask = (method: string, path: string) =>
    get(Number(new URL(url).port), { secure: false, method, path, headers: host })
  expect((await ask('POST', '/-/reload')).outcome).toBe(403)
  expect((await ask('GET', '/api/v1/certificates')).outcome).toBe(200)
  await edit((file) => {
    file['server'] = { listen: '127.0.0.1:0', allowed_hosts: ['exporter.example.com'] }
  })
  expect((await reload()).status).toBe(200)
  expect((await ask('GET', '/api/v1/certificates')).outcome).toBe(421)
  expect(await metric(/http_refused_total\{reason="reload"\} \d+/)).toMatch(/ 1$/)
})

test('a wrong file changes nothing but the metric and the log, and a mended one is taken by itself', async () => {
  const good = await readFile(configuration.path, 'utf8')
  await writeFile(configuration.path, `${good}\nbogus: 1\n`)
  const answer = await reload()
  expect(answer.status).toBe(500)
  expect(await answer.text()).toMatch(/config\.yaml:\d+:1: bogus: unknown key/)
  expect(await metric(successful)).toMatch(/0$/)
  expect(await daysShown()).toEqual(names.toSorted())
  expect(program.stderr).toContain('"event":"reload_failed"')
  await writeFile(configuration.path, good)
  await vi.waitFor(async () => expect(await metric(successful)).toMatch(/1$/), { timeout: 10_000, interval: 100 })
})

test('an empty list is refused like any other fault', async () => {
  await edit((file) => {
    file.certificates = []
  })
  expect((await reload()).status).toBe(500)
  expect(await daysShown()).toEqual(names.toSorted())
})

test('labels, thresholds and schedule change without a request more, and what is known stays', async () => {
  const before = simulator.requests.length
  await edit((file) => {
    file['thresholds'] = { warning: '90d', critical: '45d' }
    file.schedule = '@weekly'
    file['stale_after'] = '30d'
    for (const certificate of file.certificates) certificate.labels = { team: 'night' }
  })
  expect((await reload()).status).toBe(200)
  expect(await metric(/cloudflare_cert_threshold_seconds\{.*team="night",severity="critical"\} 3888000/)).toBeDefined()
  expect(await metric(/schedule_interval_seconds 604800/)).toBeDefined()
  expect(await daysShown()).toEqual(names.toSorted())
  expect(simulator.requests.length).toBe(before)
})

test('a new certificate is asked for at once', async () => {
  const [known] = parse(await readFile(configuration.path, 'utf8')).certificates
  await edit((file) => {
    file.certificates.push({ ...known, certificate_id: '5e4f1c2a-7b3d-4e60-9a8c-000000000002', name: 'fine-ecdsa' })
  })
  expect((await reload()).status).toBe(200)
  await vi.waitFor(async () => expect(await daysShown()).toContain('fine-ecdsa'))
})

test('what takes a restart says so', async () => {
  await edit((file) => {
    file['server'] = { listen: '127.0.0.1:1' }
  })
  expect((await reload()).status).toBe(200)
  expect(program.stderr).toMatch(/"event":"restart_needed","setting":"server.listen"/)
})

test('a rotated token is used without a restart, and a refused one is let go of as soon as the file changes', async () => {
  await writeFile(configuration.tokenPath, 'x'.repeat(40))
  await program.saw(/"event":"secret_changed"/)
  await edit((file) => {
    file['timezone'] = 'Europe/Berlin'
    file.schedule = '* * * * * *'
  })
  await reload()
  await program.saw(/"event":"requests_held_back","cause":"refused"/)
  await edit((file) => {
    file.schedule = '@daily'
  })
  await reload()
  await writeFile(configuration.tokenPath, simulator.credentials.token)
  await program.saw(/"event":"requests_resumed"/)
  await vi.waitFor(async () => expect(await metric(/^cloudflare_cert_check_success\{.*\} 0/m)).toBeUndefined(), {
    timeout: 10_000,
  })
  expect(await daysShown()).toEqual(names.toSorted())
})

test('a secret that is replaced just before a reload is verified, too', async () => {
  const before = changes()
  await writeFile(configuration.tokenPath, 'x'.repeat(40))
  expect((await reload()).status).toBe(200)
  await vi.waitFor(() => expect(changes()).toBe(before + 1), { timeout: 10_000 })
})

function changes(): number {
  return program.stderr.split('"event":"secret_changed"').length - 1
}
