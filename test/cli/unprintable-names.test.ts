import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FoundCertificate, foundAsYaml } from '../../src/cli/found.ts'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { cli } from '../support/cli.ts'

const hostile = 'a\u001b[2J\u009b31m\u202e\u2028b'
const unprintable = /[^\P{C}\n\p{Cn}\p{Co}]|[\p{Zl}\p{Zp}]/u

let folder: string
let simulator: Simulator
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-names-'))
  const fleet = await demoFleet({ now: new Date() })
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
        zone_id: exampleCom.id,
        zone,
        certificate_id: '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60',
        kind: 'zone',
        name,
        credentials: 'default',
        expiry: null,
      }
      const written = foundAsYaml([one])
      expect(written).not.toMatch(unprintable)
      expect(parse(written)).toEqual({ certificates: [expect.objectContaining({ name, zone })] })
    }),
  )
})
