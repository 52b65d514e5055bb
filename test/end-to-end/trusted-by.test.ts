import { rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { startAlerting } from '../support/alerting.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { type Program, startExporter } from '../support/program.ts'
import { replaceFile } from '../support/replace-file.ts'
import { describeWithTools } from '../support/tools.ts'
import { type Made, Pki } from '../trust/pki.ts'

const day = 86_400
const now = Math.floor(Date.now() / 1000)
const pki = new Pki()
const lasting = { from: now - day, until: now + 400 * day }
const ca = pki.ca('CA', { from: now - 300 * day, until: now + 10 * day })
const renewed = pki.ca('renewed', { ...lasting, subject: 'CA' })
const stranger = pki.ca('stranger', lasting)
const zones = ['a', 'b'].map((name) => ({ id: name.repeat(32), name: `${name}.example` }))

let simulator: Simulator
let configuration: ConfigurationFile
let program: Program | undefined
let caFile: string

beforeEach(async () => {
  simulator = await startSimulator({
    fleet: { zones, certificates: zones.map(certificateOf) },
    clock: () => new Date(),
  })
  configuration = await writeConfiguration(simulator, zones.map(certificateOf), { trusted_by: 'ca.pem' })
  caFile = join(dirname(configuration.path), 'ca.pem')
  await writeFile(caFile, ca.pem)
})
afterEach(async () => {
  program?.kill('SIGTERM')
  await program?.exit
  program = undefined
  await simulator.close()
  await configuration.remove()
})

function certificateOf({ id, name }: { readonly id: string; readonly name: string }): SimulatedCertificate {
  const certificateId = `5e4f1c2a-7b3d-4e60-9a8c-${id.slice(0, 12)}`
  const made = pki.leaf(`client of ${name}`, 'CA', lasting)
  const record = { id: certificateId, status: 'active', certificate: made.pem }
  const about = { name, about: '', expectation: { state: 'ok' } } as const
  return { kind: 'hostname', zoneId: id, certificateId, zone: name, record, ...about }
}

async function start(): Promise<() => Promise<string>> {
  program = startExporter(['run', '--config', configuration.path])
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  await program.saw(/"event":"cycle_done"/)
  return async () => (await fetch(`${url}/metrics`)).text()
}

const replace = (content: string) => replaceFile(caFile, content)

function expiryOf({ fingerprint }: Made): RegExp {
  return new RegExp(
    `cloudflare_cert_trust_expiry_timestamp_seconds\\{[^}]*ca_fingerprint_sha256="${fingerprint}"[^}]*\\}`,
    'g',
  )
}

test('says which CA ends, follows the file through its changes, and keeps what it knew while the file is broken', async () => {
  const metrics = await start()
  const eventually = (check: (text: string) => void) =>
    vi.waitFor(async () => check(await metrics()), { timeout: 20_000, interval: 200 })
  await eventually((text) => {
    expect(text.match(/^cloudflare_cert_trusted\{.*\} 1$/gm)).toHaveLength(2)
    expect(text.match(expiryOf(ca))).toHaveLength(2)
    expect(text.match(/^cloudflare_cert_severity\{.*\} 3$/gm)).toHaveLength(2)
    expect(text).toMatch(/^cloudflare_cert_exporter_trust_file_readable\{file="[^"]*ca.pem"\} 1$/m)
  })

  await replace(ca.pem + renewed.pem)
  await eventually((text) => {
    expect(text.match(expiryOf(renewed))).toHaveLength(2)
    expect(text.match(expiryOf(ca))).toBeNull()
    expect(text.match(/^cloudflare_cert_severity\{.*\} 0$/gm)).toHaveLength(2)
  })

  await replace('half a file')
  await eventually((text) => {
    expect(text).toMatch(/^cloudflare_cert_exporter_trust_file_readable\{.*\} 0$/m)
    expect(text.match(/^cloudflare_cert_trusted\{.*\} 1$/gm)).toHaveLength(2)
  })
  expect(program?.stderr).toMatch(
    /"event":"trust_file_unreadable".*config\.yaml:\d+:\d+: trusted_by: .*ca\.pem, line 1, holds no certificate/,
  )

  await replace(stranger.pem)
  await eventually((text) => {
    expect(text.match(/^cloudflare_cert_trusted\{.*\} 0$/gm)).toHaveLength(2)
    expect(text.match(/^cloudflare_cert_trust_error\{.*reason="no_path".*\} 1$/gm)).toHaveLength(2)
    expect(text).not.toContain('cloudflare_cert_trust_expiry_timestamp_seconds{')
  })
})

describeWithTools(['prometheus', 'prometheus-alertmanager'], 'a CA that ends in ten days', () => {
  test('pages once, with all zones behind it', async () => {
    await start()
    const [, url = ''] = (await program?.saw(/"url":"([^"]+)"/)) ?? []
    const alerting = await startAlerting(new URL(url).host)
    try {
      await alerting.evaluate()
      const often = { timeout: 60_000, interval: 250 }
      await vi.waitFor(() => expect(alerting.notifications.length).toBeGreaterThan(0), often)
      // A second notification would have come by then.
      await alerting.evaluations(4)
      expect(alerting.notifications).toEqual([
        {
          receiver: 'page',
          resolved: false,
          text: "CA CN=CA in the origins' CA file expires in 9 days CloudflareOriginCaExpiryCritical.md",
        },
      ])
      const [alert, ...others] = await alerting.alerts({ severity: 'critical' })
      expect(others).toEqual([])
      expect(alert?.labels).toMatchObject({ ca_fingerprint_sha256: ca.fingerprint })
      expect(alert?.annotations).toMatchObject({
        description: expect.stringContaining('the traffic of 2 client certificates in a.example, b.example.'),
      })
    } finally {
      await alerting.close()
    }
  })
})

test('a file that is missing at the start is a reading that failed, and heals', async () => {
  await rename(caFile, `${caFile}.away`)
  const metrics = await start()
  const first = await metrics()
  expect(first).toMatch(/^cloudflare_cert_exporter_trust_file_readable\{.*\} 0$/m)
  expect(first).not.toMatch(/^cloudflare_cert_trusted\{/m)
  await rename(`${caFile}.away`, caFile)
  await vi.waitFor(async () => expect((await metrics()).match(/^cloudflare_cert_trusted\{.*\} 1$/gm)).toHaveLength(2), {
    timeout: 20_000,
    interval: 200,
  })
})

test('check and validate use the file, too', async () => {
  await writeFile(caFile, stranger.pem)
  program = startExporter(['check', '--json', '--config', configuration.path])
  expect(await program.exit).toBe(2)
  const { certificates } = JSON.parse(program.stdout) as { certificates: { state: string; trust: unknown }[] }
  expect(certificates.map(({ state }) => state)).toEqual(['not_trusted', 'not_trusted'])
  expect(certificates[0]?.trust).toMatchObject({
    trusted: false,
    files: [{ trusted: false, reason: 'no_path', missing: 'CN=CA', path: [{ source: 'leaf' }] }],
  })

  await writeFile(caFile, '')
  program = startExporter(['validate', '--config', configuration.path])
  expect(await program.exit).toBe(1)
  expect(program.stderr).toMatch(/config\.yaml:\d+:\d+: trusted_by: .*ca\.pem, line 1, holds no certificate/)
})

test('a CA file alone is watched without Cloudflare, and survives a restart while it is broken', async () => {
  const bundles = [{ name: 'shared', path: 'ca.pem', labels: { team: 'web' } }]
  await writeFile(
    configuration.path,
    stringify({ bundles, server: { listen: '127.0.0.1:0' }, state: { path: 'state.json' }, schedule: '@daily' }),
  )
  await writeFile(caFile, ca.pem + stranger.pem)
  const metrics = await start()
  const expiry =
    /^cloudflare_cert_expiry_timestamp_seconds\{kind="bundle",certificate_id="([0-9a-f]{32})",name="shared: (?:CA|stranger)",team="web"\} (\S+)$/gm
  const ends = (text: string) => [...text.matchAll(expiry)].map(([, , value]) => Number(value))
  const eventually = (check: (text: string) => void, read = metrics) =>
    vi.waitFor(async () => check(await read()), { timeout: 20_000, interval: 200 })
  await eventually((text) => {
    expect(ends(text)).toEqual([now + 10 * day, now + 400 * day])
    expect(text.match(/^cloudflare_cert_severity\{kind="bundle".*\} 3$/gm)).toHaveLength(1)
    expect(text).toContain('cloudflare_cert_exporter_certificates 2')
    expect(text).not.toMatch(/kind="bundle"[^}]*zone/)
  })
  const [, url = ''] = (await program?.saw(/"url":"([^"]+)"/)) ?? []
  const answer = async (path: string) => (await fetch(`${url}${path}`)).text()
  const [id] = [...(await metrics()).matchAll(expiry)].map(([, each]) => each)
  expect(JSON.parse(await answer(`/api/v1/certificates/bundle/shared/${id}`))).toMatchObject({
    certificate: { kind: 'bundle', bundle: 'shared', file: caFile, state: 'critical', api: null, name: 'shared: CA' },
  })
  const page = await answer(`/?open=${encodeURIComponent(`bundle/shared/${id}`)}`)
  expect(page).toContain(`from then on origins that verify with ${caFile} drop the traffic`)
  expect(page).toContain('Cloudflare is asked for nothing.')
  expect(page).toContain('CA files: 1')
  expect(page).not.toContain('What the API says')

  await replace(ca.pem + renewed.pem)
  await eventually((text) => {
    expect(text.match(/^cloudflare_cert_in_use\{kind="bundle".*\} 0$/gm)).toHaveLength(1)
    expect(text.match(/^cloudflare_cert_severity\{kind="bundle".*\} 0$/gm)).toHaveLength(2)
  })
  await replace('half a file')
  await eventually((text) => {
    expect(ends(text)).toEqual([now + 10 * day, now + 400 * day])
    expect(text.match(/^cloudflare_cert_check_error\{kind="bundle".*reason="ca_file".*\} 1$/gm)).toHaveLength(2)
  })
  program?.kill('SIGTERM')
  await program?.exit
  const again = await start()
  await eventually((text) => {
    expect(ends(text)).toEqual([now + 10 * day, now + 400 * day])
    expect(text).toMatch(/^cloudflare_cert_exporter_trust_file_readable\{.*\} 0$/m)
  }, again)
  await replace(stranger.pem)
  await eventually((text) => expect(text.match(/^cloudflare_cert_expiry_timestamp_seconds\{/gm)).toHaveLength(1), again)
  expect(simulator.requests).toEqual([])
})
