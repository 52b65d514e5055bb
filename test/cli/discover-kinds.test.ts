import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { kindsOfScope } from '../../src/kinds/kinds.ts'
import { type Credentials, defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { api, exampleAccount, exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { cli } from '../support/cli.ts'
import { sharedDemoFleet } from '../support/fleet.ts'

let folder: string
let simulator: Simulator
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-discover-kinds-'))
})
afterEach(async () => {
  await simulator.close()
  await rm(folder, { recursive: true, force: true })
})

const oneToken = 'credentials: {default: {api_token_file: token}}\n'

async function configure(credentials: Partial<Credentials> = {}, more = 'discover_zones: true\n'): Promise<string> {
  simulator = await startSimulator({
    fleet: await sharedDemoFleet(),
    clock: () => new Date(),
    credentials: { ...defaultCredentials, ...credentials },
  })
  await writeFile(join(folder, 'token'), defaultCredentials.token)
  return write('config.yaml', `${oneToken}${more}`)
}

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `cloudflare: {base_url: "${simulator.baseUrl}"}\n${text}`)
  return path
}

test('uploaded certificates become entries of zones, those of accounts entries of accounts', async () => {
  const path = await configure()
  const { code, stdout, stderr } = await cli([
    'discover',
    '--config',
    path,
    '--kind',
    'all',
    '--account',
    exampleAccount.id,
  ])
  expect(code).toBe(0)
  const found = parse(stdout)
  expect(found.certificates.length).toBeGreaterThan(20)
  expect(found.zones).toEqual([
    { zone_id: api.id, zone: 'api.example', kinds: ['custom_certificate', 'custom_trust_store'] },
    { zone_id: exampleCom.id, zone: 'example.com', kinds: ['custom_certificate'] },
    { zone_id: shop.id, zone: 'shop.example', kinds: ['custom_certificate'] },
  ])
  expect(found.accounts).toEqual([
    { account_id: exampleAccount.id, kinds: expect.arrayContaining([...kindsOfScope.account]) },
  ])
  expect(stdout).toMatch(/- custom_certificate # 2 certificates, the first ends \d{4}-\d\d-\d\d\n/)
  expect(stdout).toMatch(/- custom_trust_store # 1 certificate, ends \d{4}-\d\d-\d\d\n/)
  expect(stderr).toMatch(
    /^warning: custom_trust_store: not in the plan of \d zones?: .*; it needs Advanced Certificate Manager$/m,
  )
})

test('what is printed is a configuration that watches the same certificates', async () => {
  const path = await configure()
  const argv = ['--kind', 'all', '--account', exampleAccount.id]
  const { stdout } = await cli(['discover', '--config', path, ...argv])
  const listed: { certificate_id: string }[] = JSON.parse(
    (await cli(['discover', '--config', path, '--json', ...argv])).stdout,
  )
  const printed = await write('printed.yaml', oneToken + stdout)
  const checked: { certificates: { certificate_id: string }[] } = JSON.parse(
    (await cli(['check', '--json', '--config', printed])).stdout,
  )
  const idsOf = (certificates: readonly { certificate_id: string }[]) =>
    certificates.map((each) => each.certificate_id).sort()
  expect(idsOf(checked.certificates)).toEqual(idsOf(listed))
})

describe('asks only for what is wanted', () => {
  test('of an account: all of its kinds and no zone', async () => {
    const { stdout } = await cli(['discover', '--config', await configure(), '--account', exampleAccount.id])
    expect(Object.keys(parse(stdout))).toEqual(['accounts'])
    expect(simulator.requests.some(({ path }) => path.includes('/zones'))).toBe(false)
  })

  test('of one kind: its lists, and as JSON each certificate with the keys of its place', async () => {
    const path = await configure()
    const argv = ['--config', path, '--kind', 'custom_certificate', '--zone', shop.id, '--json']
    const uploaded = JSON.parse((await cli(['discover', ...argv])).stdout)
    expect(uploaded).toEqual([expect.objectContaining({ zone_id: shop.id, kind: 'custom_certificate' })])
    expect(simulator.requests.map(({ path: asked }) => asked.replace('/client/v4', ''))).toEqual([
      expect.stringMatching(new RegExp(`^/zones/${shop.id}/custom_certificates`)),
    ])
    const gateway = ['--config', path, '--kind', 'gateway_certificate', '--account', exampleAccount.id, '--json']
    const [first] = JSON.parse((await cli(['discover', ...gateway])).stdout)
    expect(first).toMatchObject({ account_id: exampleAccount.id, kind: 'gateway_certificate' })
    expect(first).not.toHaveProperty('zone_id')
  })

  test('the accounts of the configuration, where none is named', async () => {
    const accounts = `accounts: [{account_id: ${exampleAccount.id}, account: Example BV, kinds: [gateway_certificate]}]\n`
    const path = await configure({}, accounts)
    const { stdout } = await cli(['discover', '--config', path, '--kind', 'mtls_certificate'])
    expect(parse(stdout)).toEqual({
      accounts: [{ account_id: exampleAccount.id, account: 'Example BV', kinds: ['mtls_certificate'] }],
    })
  })

  test('of all kinds without an account: those of zones, and says what was left out', async () => {
    const { code, stdout, stderr } = await cli(['discover', '--config', await configure(), '--kind', 'all'])
    expect([code, Object.keys(parse(stdout))]).toEqual([0, ['certificates', 'zones']])
    expect(stderr).toContain('warning: the kinds of accounts were not looked for: name an account with --account ID')
  })
})

test('names the permission that is missing, by kind and account', async () => {
  const path = await configure({ lacks: ['access_mtls_read', 'zero_trust_read'] })
  const { code, stdout, stderr } = await cli(['discover', '--config', path, '--account', exampleAccount.id])
  expect(code).toBe(1)
  expect(parse(stdout).accounts).toEqual([{ account_id: exampleAccount.id, kinds: ['mtls_certificate'] }])
  for (const permission of ['Account > Access: Mutual TLS Certificates > Read', 'Account > Zero Trust > Read'])
    expect(stderr).toMatch(
      new RegExp(`list of the \\w+ store: could not be read: the permission ${permission} is missing`),
    )
})

test.each([
  [['--kind', 'mtls_certificate'], /^--kind mtls_certificate: it is kept in an account: name one with --account ID/],
  [['--kind', 'mtls_certificate', '--zone', 'shop.example'], /^--zone: no kind of --kind is kept in a zone/],
  [['--kind', 'hostname', '--account', exampleAccount.id], /^--account: no kind of --kind is kept in an account/],
  [['--account', 'example'], /^--account: expected the id of an account, 32 hexadecimal digits/],
  [['--kind', 'pack'], /argument 'pack' is invalid\. Allowed choices are hostname, zone, custom_certificate/],
])('%j is refused, and nobody is asked', async (argv, message) => {
  const { code, stdout, stderr } = await cli(['discover', '--config', await configure(), ...argv])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(message)
  expect(simulator.requests).toEqual([])
})

test('without a credential it says which permissions the kinds need', async () => {
  await configure()
  const { stderr } = await cli(['discover', '--account', exampleAccount.id])
  expect(stderr).toContain(
    'Account > SSL and Certificates > Read and Account > Access: Mutual TLS Certificates > Read and Account > Zero Trust > Read.',
  )
})
