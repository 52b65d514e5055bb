import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { cli } from '../support/cli.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { clientAuth, type Made, Pki, serverAuth, usages } from '../trust/pki.ts'

const day = 86_400
const now = Math.floor(Date.now() / 1000)
const lasting = { from: now - day, until: now + 400 * day }
const pki = new Pki()
const root = pki.ca('root', { ...lasting, until: now + 900 * day })
const upper = pki.ca('upper', { ...lasting, issuer: 'root' })
const short = pki.ca('short root', { from: now - day, until: now + 20 * day })
const stranger = pki.ca('stranger', lasting)
const forClients = { ...lasting, extensions: [usages(clientAuth)] }
const leaf = pki.leaf('leaf', 'upper', forClients)

const folder = mkdtempSync(join(tmpdir(), 'check-certificate-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, ...certificates: readonly Made[]): string {
  const path = join(folder, name)
  writeFileSync(path, certificates.map(({ pem }) => pem).join(''))
  return path
}

interface Case {
  readonly presented: readonly Made[]
  readonly trustedBy?: readonly Made[]
  readonly code: number
  readonly says: RegExp
}

const underShort = pki.leaf('under short root', 'short root', forClients)
const cases: readonly (readonly [string, Case])[] = [
  [
    'a good one',
    { presented: [leaf, upper], trustedBy: [root], code: 0, says: /^OK +trust +.+ trusts it until .*its own end\.$/m },
  ],
  ['without a CA file', { presented: [leaf, upper], code: 0, says: /^OK +chain +One certificate stands behind it/m }],
  [
    'another CA',
    {
      presented: [leaf, upper],
      trustedBy: [stranger],
      code: 2,
      says: /^CRITICAL +trust .*does not trust it.*\(CN=root\)/m,
    },
  ],
  [
    'a missing intermediate',
    { presented: [leaf], trustedBy: [root], code: 2, says: /^CRITICAL +trust .*\(CN=upper\)/m },
  ],
  [
    'a CA that ends in 20 days',
    { presented: [underShort], trustedBy: [short], code: 1, says: /^WARNING +trust .*the end of CN=short root\.$/m },
  ],
  [
    'the wrong order',
    { presented: [upper, leaf], code: 2, says: /^CRITICAL +chain +The first certificate issued another one/m },
  ],
  [
    'a stranger behind it',
    { presented: [leaf, stranger], code: 1, says: /^WARNING +chain +Certificate 2 did not issue certificate 1/m },
  ],
  [
    'less than 14 days',
    {
      presented: [pki.leaf('ending', 'upper', { ...forClients, until: now + 13 * day }), upper],
      code: 2,
      says: /^CRITICAL +validity .* left\. Cloudflare may refuse it: edge certificates need 14 days/m,
    },
  ],
  [
    'one that ended',
    {
      presented: [pki.leaf('ended', 'upper', { from: now - 9 * day, until: now - day })],
      code: 2,
      says: /^CRITICAL +validity +It ended on/m,
    },
  ],
  [
    'one that begins tomorrow',
    {
      presented: [pki.leaf('to come', 'upper', { ...forClients, from: now + day })],
      code: 2,
      says: /^CRITICAL +validity +Its validity begins on/m,
    },
  ],
  [
    'one for servers',
    {
      presented: [pki.leaf('server', 'upper', { ...lasting, extensions: [usages(serverAuth)] })],
      code: 1,
      says: /^WARNING +key usage +Origins that use OpenSSL refuse it/m,
    },
  ],
]

describe('check --certificate judges a file before it is uploaded', () => {
  test.each(cases)('%s', async (name, { presented, trustedBy, code, says }) => {
    const argv = ['check', '--certificate', file(`${name}.pem`, ...presented)]
    const answer = await cli(trustedBy ? [...argv, '--trusted-by', file(`${name}-ca.pem`, ...trustedBy)] : argv)
    expect(answer).toMatchObject({ code, stdout: expect.stringMatching(says) })
  })

  test('--partial-chain lets an intermediate end the path', async () => {
    const argv = ['check', '--certificate', file('leaf.pem', leaf), '--trusted-by', file('upper.pem', upper)]
    expect((await cli(argv)).code).toBe(2)
    expect((await cli([...argv, '--partial-chain'])).code).toBe(0)
  })

  test('as JSON, and as one line for a monitoring system', async () => {
    const argv = ['check', '--certificate', file('leaf.pem', leaf, upper), '--trusted-by', file('ca.pem', root)]
    const { stdout } = await cli([...argv, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      severity: 'ok',
      subject: 'CN=leaf',
      trust: { trusted: true, files: [{ path: [{ source: 'leaf' }, { source: 'uploaded' }, { source: 'ca_file' }] }] },
      against: null,
    })
    expect((await cli([...argv, '--output', 'nagios'])).stdout).toMatch(/^OK - .*leaf\.pem: /)
  })

  test.each([
    [['--certificate', '/nowhere.pem'], /\/nowhere\.pem does not exist: expected a certificate in PEM/],
    [['--trusted-by', 'ca.pem'], /--trusted-by needs --certificate FILE/],
    [['--against', 'a.example'], /--against needs --certificate FILE/],
    [['--certificate', 'a.pem', '--partial-chain'], /--partial-chain needs --trusted-by FILE/],
  ])('%j is answered with 3 and one line', async (argv, says) => {
    expect(await cli(['check', ...argv])).toMatchObject({ code: 3, stderr: expect.stringMatching(says) })
  })

  test('an error is the line of a plugin, where a monitoring system asks', async () => {
    const answer = await cli(['check', '--certificate', '/nowhere.pem', '--output', 'nagios'])
    expect(answer).toEqual({
      code: 3,
      stdout: expect.stringMatching(/^UNKNOWN - \/nowhere\.pem does not exist: /),
      stderr: '',
    })
    expect(answer.stdout.trimEnd().split('\n')).toHaveLength(1)
  })
})

test('--against says what changes for a hostname, and judges by the CA file that its entry names', async () => {
  const zone = { id: 'a'.repeat(32), name: 'a.example' }
  const certificateId = '5e4f1c2a-7b3d-4e60-9a8c-000000000001'
  const today: SimulatedCertificate = {
    ...{ kind: 'hostname', zoneId: zone.id, certificateId, zone: zone.name, name: 'today', about: '' },
    record: { id: certificateId, status: 'active', certificate: pki.leaf('today', 'root', forClients).pem },
    expectation: { state: 'ok' },
  }
  const hostname = 'app.a.example'
  const associations = [{ zoneId: zone.id, hostname, certificateId, enabled: true }]
  const simulator = await startSimulator({
    fleet: { zones: [zone], certificates: [today], associations },
    clock: () => new Date(),
  })
  const hostnames = [{ zone_id: zone.id, hostname, trusted_by: file('origin.pem', root) }]
  const configuration = await writeConfiguration(simulator, [], { certificates: [], hostnames })
  const argv = ['check', '--config', configuration.path, '--certificate', file('new.pem', leaf), '--against', hostname]
  const { code, stdout } = await cli(argv)
  expect(code).toBe(2)
  expect(stdout).toMatch(/^CRITICAL +trust +\S+origin\.pem does not trust it.*\(CN=upper\)/m)
  expect(stdout).toMatch(/app\.a\.example presents today today, which the same CA file trusts:/)
  expect(stdout).toMatch(/issuer +CN=root -> CN=upper/)
  await configuration.remove()
  await simulator.close()
})

describe('--against, where there is nothing to compare with', () => {
  const zone = { id: 'a'.repeat(32), name: 'a.example' }
  const hostnames = [{ zone_id: zone.id, hostname: 'app.a.example' }]
  const argv = (configPath: string) => {
    const pem = file('new.pem', leaf, upper)
    return ['check', '--config', configPath, '--certificate', pem, '--against', 'app.a.example']
  }

  test('nobody answers: it is unknown, with the reason', async () => {
    const simulator = await startSimulator({ fleet: { zones: [zone], certificates: [] }, clock: () => new Date() })
    const cloudflare = { base_url: 'http://127.0.0.1:1/client/v4' }
    const configuration = await writeConfiguration(simulator, [], { certificates: [], hostnames, cloudflare })
    const table = await cli(argv(configuration.path))
    expect(table).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/today is not known: .*ECONNREFUSED[\s\S]*\nUNKNOWN\n$/),
    })
    expect(await cli([...argv(configuration.path), '--quiet'])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('ECONNREFUSED'),
    })
    const nagios = await cli([...argv(configuration.path), '--output', 'nagios'])
    expect(nagios).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^UNKNOWN - .*app\.a\.example presents today is not known: .*ECONNREFUSED/),
    })
    await configuration.remove()
    await simulator.close()
  })

  test('its certificate cannot be read: it is unknown, with the reason', async () => {
    const certificateId = '5e4f1c2a-7b3d-4e60-9a8c-000000000001'
    const associations = [{ zoneId: zone.id, hostname: 'app.a.example', certificateId, enabled: true }]
    const simulator = await startSimulator({
      fleet: { zones: [zone], certificates: [], associations },
      clock: () => new Date(),
    })
    const configuration = await writeConfiguration(simulator, [], { certificates: [], hostnames })
    const { code, stdout } = await cli(argv(configuration.path))
    expect(stdout).toMatch(/^What app\.a\.example presents today is not known: .*404/m)
    expect(code).toBe(3)
    await configuration.remove()
    await simulator.close()
  })

  test('it presents nothing: that is known, and said', async () => {
    const simulator = await startSimulator({ fleet: { zones: [zone], certificates: [] }, clock: () => new Date() })
    const configuration = await writeConfiguration(simulator, [], { certificates: [], hostnames })
    const { code, stdout } = await cli(argv(configuration.path))
    expect(stdout).toMatch(/^No client certificate is presented for app\.a\.example/m)
    expect(code).toBe(0)
    await configuration.remove()
    await simulator.close()
  })
})
