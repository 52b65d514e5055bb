import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { type Program, startExporter } from '../support/program.ts'
import { forgetPeak, peakBytes, residentBytes } from './support/memory.ts'
import { oddCertificate } from './support/odd-certificates.ts'
import { reasons, type Scrape, scrape, successes } from './support/scrape.ts'

const mostGrowth = 100 * 1024 * 1024
/** As many as are asked for at once. */
const certificates = 8
const patience = { timeout: 20_000, interval: 100 }
const largest = 3_900_000

let simulator: Simulator
let configuration: ConfigurationFile
let program: Program
let url: string

beforeAll(async () => {
  const fleet = await largeFleet({ zones: certificates, certificatesPerZone: 1, now: new Date() })
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  configuration = await writeConfiguration(simulator, fleet.certificates, {
    schedule: '* * * * * *',
    cloudflare: { base_url: simulator.baseUrl, timeout: '20s', requests_per_5m: 1200 },
    state: { path: 'state.json' },
  })
  await startProgramAnew()
})
afterAll(async () => {
  program.kill('SIGTERM')
  await program.exit
  await simulator.close()
  await configuration.remove()
})

async function startProgramAnew(): Promise<void> {
  program = startExporter(['run', '--config', configuration.path])
  url = await program.saw(/"url":"([^"]+)"/).then(([, found = '']) => found)
  await program.saw(/"event":"cycle_done"/)
}

function seen(holds: (scrape: Scrape) => void): Promise<Scrape> {
  return vi.waitFor(async () => {
    const shown = await scrape(url)
    holds(shown)
    return shown
  }, patience)
}

const well = (shown: Scrape) => expect([...successes(shown).values()]).toEqual(Array(certificates).fill(1))
const failing = (reason: string) => (shown: Scrape) => {
  expect(reasons(shown)).toEqual([reason])
  expect([...successes(shown).values()]).toEqual(Array(certificates).fill(0))
}

/** Has it asked for everything under this fault, and checks what it came to and what it cost. */
async function suffer(fault: Fault, holds: (shown: Scrape) => void): Promise<Scrape> {
  await seen(well)
  await forgetPeak(program.pid)
  const before = await residentBytes(program.pid)
  const active = simulator.fault(fault)
  const shown = await vi
    // Twice for each: what the first came to has been published by then.
    .waitFor(() => expect(active.hits).toBeGreaterThanOrEqual(certificates * 2), patience)
    .then(() => seen(holds))
    .finally(active.lift)
  const grown = (await peakBytes(program.pid)) - before
  process.stdout.write(`${expect.getState().currentTestName}: ${Math.round(grown / 2 ** 20)} MB more\n`)
  expect(Math.round(grown / 2 ** 20)).toBeLessThan(mostGrowth / 2 ** 20)
  return shown
}

const text = (name: string, value: string): Fault => ({ fault: 'field', name, becomes: 'text', text: value })
const body = (json: string): Fault => ({ fault: 'not_json', body: json })
const inEnvelope = (result: string) => body(`{"success":true,"errors":[],"messages":[],"result":${result}}`)

test.each<[string, string, Fault]>([
  ['1 GB', 'bad_response', { fault: 'huge', megabytes: 1024 }],
  ['a gzip bomb of 1 GB', 'bad_response', { fault: 'gzip_bomb', megabytes: 1024 }],
  ['headers without end', 'bad_response', { fault: 'endless_headers' }],
  ['nested a thousand deep', 'bad_response', { fault: 'deeply_nested', depth: 1_000 }],
  ['nested as deep as fits', 'bad_response', { fault: 'deeply_nested', depth: largest / 2 }],
  ['objects in objects, as deep as fits', 'bad_response', body('{"a":'.repeat(largest / 5))],
  ['a million certificates', 'bad_response', inEnvelope(`[${Array(1_000_000).fill('{"id":"x"}').join(',')}]`)],
  [
    'as many objects as fit',
    'bad_response',
    inEnvelope(
      `[${Array(largest / 3)
        .fill('{}')
        .join(',')}]`,
    ),
  ],
  [
    'as many keys as fit',
    'bad_response',
    inEnvelope(`{${Array.from({ length: largest / 12 }, (_, i) => `"${i.toString(36)}":0`).join(',')}}`),
  ],
  ['a PEM of 10 MB', 'bad_response', text('certificate', '-----BEGIN CERTIFICATE-----\n'.repeat(360_000))],
  ['a PEM as long as fits', 'bad_certificate', text('certificate', '-----BEGIN CERTIFICATE-----\n'.repeat(120_000))],
])('%s: refused as %s', async (_, reason, fault) => void (await suffer(fault, failing(reason))))

test.each<[string, string, string]>([
  ['an issuer of 100 kB', 'issuer', 'CN=x,'.repeat(20_000)],
  ['a serial number of a million digits', 'serial_number', '9'.repeat(1_000_000)],
  ['a status of 1 MB', 'status', 'x'.repeat(1_000_000)],
])('%s costs itself', async (_, field, value) => {
  const counted = (shown: Scrape) =>
    shown.samples('cloudflare_cert_exporter_unreadable_fields_total').find(({ labels }) => labels['field'] === field)
      ?.value
  await suffer(text(field, value), (shown) => {
    well(shown)
    expect(counted(shown)).toBeGreaterThanOrEqual(certificates)
  })
})

test('names of 80 kB in a certificate cost no date, and are cut in the labels', async () => {
  await suffer(text('certificate', await oddCertificate({ name: 'x'.repeat(80_000) })), (shown) => {
    well(shown)
    const subjects = shown.samples('cloudflare_cert_info').map(({ labels }) => labels['subject'])
    expect(subjects).toEqual(Array(certificates).fill(`CN=${'x'.repeat(508)}…`))
  })
})

test('a serial number of 50 kB in a certificate costs no date, and is not shown', async () => {
  const pem = await oddCertificate({ serialNumber: `40${'ff'.repeat(50_000)}` })
  await suffer(text('certificate', pem), (shown) => {
    well(shown)
    expect(shown.samples('cloudflare_cert_info').map(({ labels }) => labels['serial_number'] ?? '')).toEqual(
      Array(certificates).fill(''),
    )
  })
})

test('an RSA key of 65,536 bits is one like any other', async () => {
  const pem = await oddCertificate({ rsaBits: 65_536 })
  await suffer(text('certificate', pem), (shown) => {
    well(shown)
    expect(shown.samples('cloudflare_cert_info').map(({ labels }) => labels['public_key'])).toEqual(
      Array(certificates).fill('RSA 65536'),
    )
  })
})

test.each<[string, Fault]>([
  ['invalid UTF-8', { fault: 'invalid_utf8' }],
  ['NUL and other controls', text('issuer', 'CN=a\u0000b\u0007\u001b[31m\r\nc')],
  ['characters that turn the direction of writing', text('issuer', 'CN=\u202egnp.exe\u2066\u2029')],
  ['half a character', text('issuer', 'CN=\ud800')],
])('%s breaks neither the scrape nor the log', async (_, fault) => {
  const shown = await suffer(fault, well)
  expect(shown.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u2029]/)
  for (const line of program.stderr.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
})

test('after all of it a restart knows everything', async () => {
  await seen(well)
  program.kill('SIGTERM')
  expect(await program.exit).toBe(0)
  simulator.fault({ fault: 'reset' })
  await startProgramAnew()
  expect(program.stderr).toContain('"event":"state_restored"')
  expect((await scrape(url)).samples('cloudflare_cert_expiry_timestamp_seconds')).toHaveLength(certificates)
})
