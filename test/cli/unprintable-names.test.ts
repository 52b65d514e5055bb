import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { FoundCertificate } from '../../src/cli/found-certificates.ts'
import { foundAsYaml } from '../../src/cli/found-yaml.ts'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { cli } from '../support/cli.ts'
import { sharedDemoFleet } from '../support/fleet.ts'

const hostile = 'a\u001b[2J\u009b31m\u202e\u2028b'
const unprintable = /[^\P{C}\n\p{Cn}\p{Co}]|[\p{Zl}\p{Zp}]/u

let folder: string
let simulator: Simulator
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-names-'))
  const fleet = await sharedDemoFleet()
  const zones = fleet.zones.map((zone) => ({ ...zone, name: `${zone.name}${hostile}` }))
  simulator = await startSimulator({
    fleet: { ...fleet, zones },
    clock: () => new Date(),
    credentials: defaultCredentials,
  })
  await writeFile(join(folder, 'token'), defaultCredentials.token)
  await writeFile(
    join(folder, 'config.yaml'),
    `cloudflare: {base_url: "${simulator.baseUrl}"}\ncredentials: {default: {api_token_file: token}}\ndiscover_zones: true\n`,
  )
})
afterEach(async () => {
  await simulator.close()
  await rm(folder, { recursive: true, force: true })
})

test('the name of a zone cannot give the terminal orders: discover', async () => {
  simulator.fault({ fault: 'status', status: 403, path: `${shop.id}/origin_tls_client_auth/hostnames` })
  const { stdout, stderr } = await cli(['discover', '--config', join(folder, 'config.yaml')])
  expect(stderr).toMatch(/^warning: legacy\.examplea\ufffd/m)
  expect(stderr).toMatch(/^shop\.examplea\ufffd.*could not be read/m)
  expect(stdout + stderr).not.toMatch(unprintable)
  const { certificates }: { certificates: { zone: string }[] } = parse(stdout)
  expect(certificates.map(({ zone }) => zone)).toContain(`${exampleCom.name}${hostile}`)
})

test('the name of a zone cannot give the terminal orders: validate --online', async () => {
  const { stdout } = await cli(['validate', '--online', '--config', join(folder, 'config.yaml')])
  expect(stdout).toMatch(/certificates of \S+a\ufffd/)
  expect(stdout).not.toMatch(unprintable)
})

test('whatever a name holds, the list has nothing unprintable in it, and reads back the same', () => {
  const special = fc.constantFrom(
    '\n',
    '\r',
    '\t',
    '\u007f',
    '\u0085',
    '\u00ad',
    '\u200b',
    '\ufeff',
    '\u{e0001}',
    '"',
    '\\',
  )
  const character = fc.oneof(special, fc.string({ unit: 'grapheme', maxLength: 3 }), fc.constantFrom(...hostile))
  const text = fc.array(character, { maxLength: 60 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, (name, zone) => {
      const one: FoundCertificate = {
        scopeId: exampleCom.id,
        placeName: zone,
        certificateId: '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60',
        kind: 'zone',
        name,
        credentials: 'default',
        expiry: null,
      }
      const written = foundAsYaml([one])
      expect(written).not.toMatch(unprintable)
      expect(parse(written)).toEqual({ certificates: [expect.objectContaining({ name, zone })] })
      const ofZone = foundAsYaml([{ ...one, kind: 'custom_certificate' }])
      expect(ofZone).not.toMatch(unprintable)
      expect(parse(ofZone)).toEqual({ zones: [{ zone_id: exampleCom.id, zone, kinds: ['custom_certificate'] }] })
    }),
  )
})

/** What YAML 1.1 and its readers take for a number, a time, a truth or nothing. */
const otherwise = [
  ...['on', 'Off', 'YES', 'no', 'y', 'N', 'true', 'null', '~', '', '=', '<<', '12:30:45', '190:20:30.15', '2026-01-01'],
  ...['2001-12-14t21:59:43.10-05:00', '2026-01-01 10:00:00', '0777', '0o17', '08', '1_000', '1,000', '0b11', '-0x1F'],
  ...['1e3', '1e+3', '.5', '5.', '+1', '.inf', '-.INF', '.nan', '685.230_15e+03', '-', '---', '...', '2026-1-1'],
]

test.each(otherwise)('a zone that is called %j stays text, for readers of YAML 1.1 too', (zone) => {
  const written = foundAsYaml([foundZone(zone)])
  expect(/^ +zone: (.*)$/m.exec(written)?.[1]).toBe(JSON.stringify(zone))
})

test('Python reads the names of zones as they are', ({ skip }) => {
  const script = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))'
  const input = foundAsYaml(otherwise.map(foundZone))
  const { status, stdout } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' })
  if (status !== 0) return skip('there is no Python with PyYAML')
  const { certificates }: { certificates: { zone: unknown }[] } = JSON.parse(stdout)
  expect(certificates.map(({ zone }) => zone)).toEqual(otherwise)
})

function foundZone(zone: string): FoundCertificate {
  return {
    scopeId: exampleCom.id,
    placeName: zone,
    certificateId: '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60',
    kind: 'zone',
    name: 'a',
    credentials: 'default',
    expiry: null,
  }
}
