import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Credentials, defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { api, exampleAccount, exampleCom, legacy, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { cli } from '../support/cli.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startProgram } from '../support/program.ts'

let folder: string
let fleet: Fleet
let simulator: Simulator
const other: Credentials = {
  ...defaultCredentials,
  token: 'another-token-000000000000000000000000000',
  zones: [legacy.id],
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-discover-'))
  fleet = await sharedDemoFleet()
})
afterEach(async () => {
  await simulator.close()
  await rm(folder, { recursive: true, force: true })
})

/** A configuration of few lines against a simulator with these credentials. */
async function configure(text: string, credentials: Partial<Credentials> = {}): Promise<string> {
  simulator = await startSimulator({
    fleet,
    clock: () => new Date(),
    credentials: { ...defaultCredentials, ...credentials },
    moreCredentials: [other],
  })
  const path = join(folder, 'config.yaml')
  await writeFile(join(folder, 'token'), defaultCredentials.token)
  await writeFile(join(folder, 'other'), other.token)
  await writeFile(path, `cloudflare: {base_url: "${simulator.baseUrl}"}\n${text}`)
  return path
}

const oneToken = 'credentials: {default: {api_token_file: token}}\n'
const twoTokens = 'credentials: {default: {api_token_file: token}, other: {api_token_file: other}}\n'

const listedIds = () =>
  fleet.certificates
    .filter(({ record, listed }) => record && record.status !== 'deleted' && listed !== false)
    .map(({ certificateId }) => certificateId)
    .sort()

interface Entry {
  readonly zone_id: string
  readonly certificate_id: string
  readonly name?: string
  readonly credentials?: string
}

function entriesOf(yaml: string): readonly Entry[] {
  const document: { certificates: Entry[] } = parse(yaml)
  return document.certificates
}

test('prints everything that stands in the lists, and check sees the same', async () => {
  const path = await configure(`${oneToken}discover_zones: true\n`)
  const { code, stdout, stderr } = await cli(['discover', '--config', path])
  expect(code).toBe(0)
  expect(stderr).toMatch(/^warning: legacy\.example: .*could not be read/)
  expect(
    entriesOf(stdout)
      .map((each) => each.certificate_id)
      .sort(),
  ).toEqual(listedIds())

  const again = await cli(['discover', '--config', path])
  expect(again.stdout).toBe(stdout)

  await writeFile(path, `cloudflare: {base_url: "${simulator.baseUrl}"}\n${oneToken}`)
  await appendFile(path, stdout)
  const checked: { certificates: Entry[] } = JSON.parse((await cli(['check', '--json', '--config', path])).stdout)
  expect(checked.certificates.map(({ certificate_id }) => certificate_id).sort()).toEqual(listedIds())
  const names = (entries: readonly Entry[]) => entries.map(({ name, certificate_id }) => name ?? certificate_id).sort()
  expect(names(checked.certificates)).toEqual(names(entriesOf(stdout)))
})

test('explains itself by comments: the zones, and when each certificate ends', async () => {
  const { stdout } = await cli(['discover', '--config', await configure(`${oneToken}discover_zones: true\n`)])
  expect(stdout).toContain('  # example.com\n  - zone_id: 023e105f')
  expect(stdout).toMatch(/certificate_id: \S+ # ends 20\d\d-\d\d-\d\d\n {4}name: fine-rsa\n/)
})

test('--json has the same, and --zone only some zones, by name or id', async () => {
  const path = await configure(`${oneToken}discover_zones: true\n`)
  const zonesOf = async (...argv: string[]) => {
    const { stdout } = await cli(['discover', '--config', path, '--json', ...argv])
    const entries: Entry[] = JSON.parse(stdout)
    return [...new Set(entries.map(({ zone_id }) => zone_id))].sort()
  }
  expect(await zonesOf()).toHaveLength(4)
  expect(await zonesOf('--zone', 'shop.example')).toEqual([shop.id])
  expect(await zonesOf('--zone', '*.com', '--zone', shop.id)).toEqual([exampleCom.id, shop.id].sort())
})

describe('without a configuration', () => {
  test('the environment has to have a credential, and what it needs is told', async () => {
    await configure('')
    const answer = await cli(['discover'])
    expect(answer).toMatchObject({ code: 1, stdout: '' })
    expect(answer.stderr).toMatch(
      /^discover has no credential to ask Cloudflare with\. Set one:\n {2}export CLOUDFLARE_API_TOKEN=/,
    )
    expect(answer.stderr).toContain('Zone > SSL and Certificates > Read and Zone > Zone > Read')
    expect(answer.stderr).not.toContain('(file)')
  })

  test('what is wrong with the environment is told as it is', async () => {
    await configure('')
    const answer = await cli(['discover'], { environment: { CLOUDFLARE_EMAIL: 'me@example.com' } })
    expect(answer.stderr).toContain('$CLOUDFLARE_EMAIL: set without CLOUDFLARE_API_KEY')
  })
})

describe('--output', () => {
  test('writes a new file, or one that is empty', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    const output = join(folder, 'certificates.yaml')
    const answer = await cli(['discover', '--config', path, '--output', output])
    expect(answer).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining(`${output} is written\n`) })
    const text = await readFile(output, 'utf8')
    expect(text).toBe((await cli(['discover', '--config', path])).stdout)
    await writeFile(output, '')
    await cli(['discover', '--config', path, '-o', output])
    expect(await readFile(output, 'utf8')).toBe(text)
  })

  test('leaves alone what has something in it, and asks nobody', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    const before = await readFile(path, 'utf8')
    const answer = await cli(['discover', '--config', path, '--output', path])
    expect(answer).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^--output: there is a .* already: /) })
    expect(await readFile(path, 'utf8')).toBe(before)
    expect(simulator.requests).toEqual([])
  })

  test('a folder that is not there is a clear line', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    const answer = await cli(['discover', '--config', path, '--output', join(folder, 'no/where.yaml')])
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('--output: ENOENT') })
  })
})

test('a configuration that the shell has just made for its output is none', async () => {
  await configure('')
  await mkdir(join(folder, 'config'))
  await writeFile(join(folder, 'config', 'config.yaml'), '')
  const main = join(process.cwd(), 'src/main.ts')
  const program = startProgram(process.execPath, [main, 'discover'], {
    cwd: folder,
    // Nobody is asked: there is no such proxy.
    env: { CLOUDFLARE_API_TOKEN: defaultCredentials.token, HTTPS_PROXY: 'http://127.0.0.1:9' },
  })
  expect(await program.exit).toBe(1)
  expect(program.stderr).toMatch(/^list of the zones that default can see: could not be read: no answer came/)
})

describe('what cannot be listed', () => {
  test('is told by the permission that is missing, and the exit code says that the list is not whole', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`, { lacks: ['zone_read'] })
    const { code, stdout, stderr } = await cli(['discover', '--config', path])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(
      'list of the zones that default can see: could not be read: the permission Zone > Zone > Read is',
    )
    const byName = await cli(['discover', '--config', path, '--zone', 'example.com'])
    expect([byName.code, byName.stderr]).toEqual([1, stderr])
    const byId = await cli(['discover', '--config', path, '--zone', exampleCom.id])
    expect(byId.code).toBe(0)
    expect(entriesOf(byId.stdout).length).toBeGreaterThan(3)
  })

  test('a zone that nobody sees', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    const { code, stderr } = await cli(['discover', '--config', path, '--zone', 'no.such.example'])
    expect([code, stderr]).toEqual([1, 'no.such.example: the credentials see no such zone\n'])
  })

  test('one of many lists: what was found is printed all the same', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    simulator.fault({ fault: 'status', status: 403, path: `${shop.id}/origin_tls_client_auth/hostnames` })
    const { code, stdout, stderr } = await cli(['discover', '--config', path])
    expect(code).toBe(1)
    expect(stderr).toContain('shop.example: list of the hostname store: could not be read')
    expect(entriesOf(stdout).some(({ zone_id }) => zone_id === exampleCom.id)).toBe(true)
  })
})

test('several credentials: each certificate with the first one that sees it', async () => {
  const path = await configure(`${twoTokens}discover_zones: true\n`, { zones: [exampleCom.id] })
  const { stdout } = await cli(['discover', '--config', path])
  const credentialsOf = (zone: string) =>
    new Set(entriesOf(stdout).flatMap((each) => (each.zone_id === zone ? [each.credentials] : [])))
  expect(credentialsOf(exampleCom.id)).toEqual(new Set([undefined]))
  expect(credentialsOf(legacy.id)).toEqual(new Set(['other']))
})

test('several credentials: a zone named by its id is found with the one that sees it', async () => {
  const path = await configure(`${twoTokens}discover_zones: true\n`, { zones: [exampleCom.id] })
  const answer = await cli(['discover', '--config', path, '--zone', legacy.id.toUpperCase()])
  expect(answer.code).toBe(0)
  const found = entriesOf(answer.stdout).map(({ zone_id, credentials }) => `${zone_id} ${credentials}`)
  expect(new Set(found)).toEqual(new Set([`${legacy.id} other`]))
})

describe('validate --online', () => {
  const validate = async (text: string, credentials: Partial<Credentials> = {}) =>
    cli(['validate', '--online', '--config', await configure(text, credentials)])

  test('tries one read of each kind and says what a cycle costs', async () => {
    const hostnames = `hostnames: [{zone_id: ${exampleCom.id}, hostname: payments.example.com}]\n`
    const { code, stdout } = await validate(`${oneToken}discover_zones: true\n${hostnames}`)
    expect(code).toBe(0)
    for (const line of [
      /ok {4}credential default: the token is active/,
      /ok {4}credential default: sees 5 zones/,
      /ok {4}credential default: reads the hostname certificates of example\.com: \d/,
      /ok {4}credential default: reads the zone certificates of example\.com: 0/,
      /ok {4}credential default: reads whether the zone store of example\.com is on: it is not/,
      /ok {4}credential default: reads the association of payments\.example\.com: enabled/,
      /ok {4}credential default: a full cycle makes about \d+ requests, \d+s at 600 in five minutes/,
    ])
      expect(stdout).toMatch(line)
  })

  test('tries each kind once where it is watched, and says what a cycle costs without it', async () => {
    const zones = `zones: [{zone_id: ${shop.id}, kinds: [zone]}, {zone_id: ${api.id}, kinds: [custom_certificate, custom_trust_store]}]\n`
    const accounts = `accounts: [{account_id: ${exampleAccount.id}, account: Example}]\n`
    const { code, stdout } = await validate(oneToken + zones + accounts, { lacks: ['access_mtls_read'] })
    expect(code).toBe(1)
    for (const line of [
      /all certificates of 2 zones and 1 account in 2 zones and 1 account/,
      new RegExp(`reads the custom_certificate certificates of ${api.id}: 2`),
      new RegExp(`reads the custom_trust_store certificates of ${api.id}: 1`),
      /reads the mtls_certificate certificates of Example: 2/,
      /FAIL {2}.*cannot read the access_certificate certificates of Example: the permission Account > Access: Mutual TLS Certificates > Read is missing.*no such account/,
    ])
      expect(stdout).toMatch(line)
    expect(stdout.match(/reads the zone certificates/g)).toHaveLength(1)
  })

  test('counts the certificates that the daemon watches: none that a list has as deleted', async () => {
    const path = await configure(`${oneToken}zones: [{zone_id: ${api.id}, kinds: [zone]}]\n`)
    const stored = fleet.certificates.filter(({ zoneId, kind }) => zoneId === api.id && kind === 'zone')
    const counts = []
    for (const certificate of stored) {
      simulator.remove(certificate, 'tombstone')
      const { stdout } = await cli(['validate', '--online', '--config', path])
      counts.push(/reads the zone certificates of \S+: (\d+)/.exec(stdout)?.[1])
    }
    expect(counts).toEqual(['1', '0'])
  })

  test('the services of every certificate in the mTLS store are counted', async () => {
    const accounts = `accounts: [{account_id: ${exampleAccount.id}, kinds: [mtls_certificate, gateway_certificate]}]\n`
    const { code, stdout } = await validate(oneToken + accounts)
    expect(code).toBe(0)
    expect(stdout).toMatch(/a full cycle makes about 4 requests, 3s at 600 in five minutes\n/)
    expect(stdout).toMatch(/for mtls_certificate it makes 3 of them: without that kind about 1, 1s\n/)
  })

  test('names the permission that is missing', async () => {
    const { code, stdout } = await validate(`${oneToken}discover_zones: true\n`, { lacks: ['zone_read'] })
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /FAIL {2}credential default: cannot list zones: the permission Zone > Zone > Read is missing/,
    )
    await simulator.close()
    const zones = `zones: [{zone_id: ${exampleCom.id}}]\n`
    const lacking = await validate(oneToken + zones, { lacks: ['ssl_read'] })
    expect(lacking.stdout).toMatch(
      /FAIL {2}credential default: cannot read the hostname .*Zone > SSL and Certificates > Read is missing/,
    )
  })

  test('a token of an account is verified by that account, and says so where it is not named', async () => {
    const accountId = 'a1c0ffee5e4f41c2a7b3d4e609a8c001'
    const zones = `zones: [{zone_id: ${exampleCom.id}}]\n`
    const unnamed = await validate(oneToken + zones, { accountId })
    expect(unnamed.stdout).toMatch(/FAIL {2}credential default: the token could not be verified.*set account_id/)
    await simulator.close()
    const named = `credentials: {default: {api_token_file: token, account_id: ${accountId}}}\n`
    expect((await validate(named + zones, { accountId })).stdout).toMatch(
      /ok {4}credential default: the token is active/,
    )
  })

  test('an end of the token that cannot be read is not taken for none', async () => {
    const zones = `zones: [{zone_id: ${exampleCom.id}}]\n`
    const { code, stdout } = await validate(oneToken + zones, { tokenExpiresOn: 'soon' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/ok {4}credential default: the token is active, and its expires_on cannot be read/)
  })

  test('interrupted, says so in one line', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    const interrupted = simulator.nextRequest().then(() => undefined)
    simulator.fault({ fault: 'stall_headers' })
    expect(await cli(['validate', '--online', '--config', path], { interrupted })).toEqual({
      code: 1,
      stdout: expect.stringContaining('valid'),
      stderr: 'interrupted: nothing can be said\n',
    })
  })

  test('says once what is wrong with the secret, and tries nothing in vain', async () => {
    const zones = `zones: [{zone_id: ${exampleCom.id}}]\n`
    const trialsOf = ({ stdout }: { stdout: string }) =>
      stdout.split('\n').filter((line) => /^ {2}(ok|warn|FAIL) /.test(line))
    const missing = await validate(`credentials: {default: {api_token_file: nowhere}}\n${zones}`)
    expect(trialsOf(missing)).toEqual([
      expect.stringMatching(/FAIL {2}credential default: .*nowhere.*: nothing was asked/),
    ])
    await simulator.close()
    const refused = trialsOf(await validate(oneToken + zones, { token: 'quite-another-token-00000000000000000000' }))
    expect(refused).toHaveLength(2)
    expect(refused[0]).toMatch(/FAIL {2}credential default: the token could not be verified.*make a new one/)
  })

  test('nobody listens: one failure with what to look at, and nothing else is tried', async () => {
    const path = await configure(`${twoTokens}zones: [{zone_id: ${exampleCom.id}}]\n`)
    await writeFile(path, (await readFile(path, 'utf8')).replace(simulator.baseUrl, 'http://127.0.0.1:1/client/v4'))
    const { code, stdout, stderr } = await cli(['validate', '--online', '--config', path])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout.split('\n').slice(-4)).toEqual([
      expect.stringMatching(/^ {2}FAIL {2}credential default: .*no answer came.*ECONNREFUSED/),
      expect.stringMatching(/^ {8}what to do: Look at the network: .*HTTPS_PROXY is not set$/),
      '  warn  nothing else was tried: it would fail for the same reason',
      '',
    ])
  })

  test('one refused credential does not keep the others from being tried, and nothing contradicts a failure', async () => {
    const path = await configure(`${twoTokens}discover_zones: true\n`, {
      token: 'quite-another-token-00000000000000000000',
    })
    const { code, stdout } = await cli(['validate', '--online', '--config', path])
    expect(code).toBe(1)
    expect(stdout).toMatch(/FAIL {2}credential default: /)
    expect(stdout).not.toMatch(/ok {4}credential default: /)
    expect(stdout).toMatch(/ok {4}credential other: reads the hostname certificates/)
  })

  test('on a terminal it says what it is trying', async () => {
    const path = await configure(`${oneToken}discover_zones: true\n`)
    const { stderr } = await cli(['validate', '--online', '--config', path], { columns: 60 })
    const shown = stderr.split('\r\u001b[2K')
    expect(shown).toContain('trying credential default: the list of zones')
    expect(shown.at(-1)).toBe('')
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(60)
  })

  test('says how much of it was tried', async () => {
    const { stdout } = await validate(`${oneToken}discover_zones: true\n`)
    expect(stdout).toContain('tried 1 of the 5 zones that it is for; check reads all of them')
  })

  test('warns of a cycle that takes longer than the schedule leaves it', async () => {
    const { code, stdout } = await validate(`${oneToken}discover_zones: true\nschedule: 1s\n`)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /warn {2}credential default: a full cycle makes about 11 requests, 6s at 600 .*longer than the schedule's 1s/,
    )
  })
})
