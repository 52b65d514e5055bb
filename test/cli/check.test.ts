import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CertificateState } from '../../src/judgement/certificate-states.ts'
import { severities } from '../../src/judgement/severity.ts'
import type { Report } from '../../src/report/report.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { hostnameScenarios, zoneStoreScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { api } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { ExpectedState, Fleet } from '../../src/simulator/store/model.ts'
import { cli } from '../support/cli.ts'
import { writeConfiguration } from '../support/configuration.ts'

let fleet: Fleet
let simulator: Simulator

beforeAll(async () => {
  fleet = await demoFleet({ now: new Date() })
  simulator = await startSimulator({ fleet, clock: () => new Date() })
})
afterAll(() => simulator.close())

/** Runs `check` for those of the fleet that a test wants. */
async function check(names: readonly string[], argv: readonly string[] = [], columns?: number) {
  const certificates = fleet.certificates.filter(({ name }) => names.includes(name))
  const configuration = await writeConfiguration(simulator, certificates)
  const answer = await cli(['check', '--config', configuration.path, ...argv], columns === undefined ? {} : { columns })
  await configuration.remove()
  return answer
}

/** Runs `check` with keys of the configuration beside `certificates`. */
async function checkWith(
  more: Readonly<Record<string, unknown>>,
  certificates: Fleet['certificates'] = [],
  argv: readonly string[] = [],
) {
  const configuration = await writeConfiguration(simulator, certificates, more)
  const answer = await cli(['check', '--config', configuration.path, ...argv])
  await configuration.remove()
  return answer
}

/** What `check` calls what the fleet's own list expects. */
const states: Readonly<Record<ExpectedState, CertificateState>> = {
  ok: 'ok',
  warning: 'warning',
  critical: 'critical',
  expired: 'expired',
  mismatch: 'mismatch',
  not_active: 'not_active',
  deployment_timed_out: 'deployment_timed_out',
  not_yet_valid: 'not_yet_valid',
  problem: 'problem',
  gone: 'not_active',
  check_failing: 'unknown',
}

/** Whatever else is so: their zone's store is known to present another one. */
const unused = zoneStoreScenarios.flatMap((scenario) => scenario.unused)

describe('the exit code is that of a monitoring plugin', () => {
  test.each([
    [0, ['fine-rsa', 'fine-ecdsa', 'fine-ed25519']],
    [1, ['fine-rsa', 'ends-in-25-days']],
    [1, ['other-serial']],
    [1, ['pending-deployment', 'unknown-id']],
    [2, ['ended-three-days-ago', 'ends-in-25-days', 'unknown-id']],
    [2, ['ends-tomorrow']],
    [2, ['deployment-timed-out']],
    [2, ['begins-next-week']],
    [0, ['whole-zone', 'whole-zone-older']],
    [3, ['fine-rsa', 'unknown-id']],
    [3, ['unreadable-pem']],
  ])('%i for %j', async (code, names) => {
    expect((await check(names)).code).toBe(code)
  })
})

test('the whole fleet is seen as its own list says, most urgent first', async () => {
  const { code, stdout, stderr } = await check(
    fleet.certificates.map(({ name }) => name),
    ['--json'],
  )
  expect(code).toBe(2)
  expect(stderr).toBe('')
  const report: Report = JSON.parse(stdout)
  const seen = Object.fromEntries(
    report.certificates.map(({ name, state, mismatches, problems, error }) => [
      name,
      { state, mismatches, problems, reason: error?.reason },
    ]),
  )
  const wanted = fleet.certificates.map(({ name, expectation: { state, mismatches = [], problems = [], reason } }) => [
    name,
    { state: unused.includes(name) ? 'unused' : states[state], mismatches, problems, reason },
  ])
  expect(seen).toEqual(Object.fromEntries(wanted))
  const order = report.certificates.map(({ severity }) => severities.indexOf(severity))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  const expired = report.certificates.filter(({ state }) => state === 'expired').map(({ days_left }) => days_left ?? 0)
  expect(expired).toEqual(expired.toSorted((a, b) => a - b))
})

test("the documentation's own example has expired, with three mismatches and a signature that agrees", async () => {
  const report: Report = JSON.parse((await check(['documentation-example'], ['--json'])).stdout)
  expect(report.certificates).toMatchObject([
    {
      state: 'expired',
      not_after: '2016-11-22T16:43:01.000Z',
      expires_on: '2100-01-01T05:20:00.000Z',
      expiry: '2016-11-22T16:43:01.000Z',
      serial_number: '13961372106515542998',
      mismatches: ['expires_on', 'serial_number', 'issuer'],
    },
  ])
})

describe('the table', () => {
  const names = ['fine-rsa', 'ended-three-days-ago', 'unknown-id', 'hostile-names', 'late-expires-on']

  test('shows the expired one first', async () => {
    const lines = (await check(names)).stdout.split('\n')
    expect(lines[0]).toMatch(/^STATE +LEFT +EXPIRES +NAME +ZONE +REMARKS$/)
    expect(lines[1]).toMatch(/^EXPIRED +3d ago +\d{4}-\d\d-\d\d \d\d:\d\d +ended-three-days-ago +shop\.example$/)
    expect(lines.at(-2)).toBe('5 certificates: 1 expired, 1 critical, 1 unknown, 2 ok')
  })

  test('is that of docs/reference/command-line.md, but for the time that passes', async () => {
    const timeless = (line: string) =>
      line.replaceAll(/ \d+d ago| \d+[dh] | \d{4}-\d\d-\d\d \d\d:\d\d/g, ' # ').replaceAll(/ +/g, ' ')
    const hostnames = hostnameScenarios.map(({ zone, hostname }) => ({ zone_id: zone.id, zone: zone.name, hostname }))
    const zones = [{ zone_id: api.id, zone: api.name, kinds: ['zone'] }]
    const { stdout } = await checkWith({ hostnames, zones }, fleet.certificates)
    const printed = stdout.split('\n').map(timeless)
    const [, sample = ''] =
      /```\n(STATE[^`]*)\n```/.exec(await readFile('docs/reference/command-line.md', 'utf8')) ?? []
    const lines = sample.split('\n').map(timeless)
    expect(lines.length).toBeGreaterThan(10)
    expect(printed.filter((line) => lines.includes(line))).toEqual(lines.concat(''))
  })

  test('fits the terminal, in colour there and only there', async () => {
    const { stdout } = await check(names, [], 60)
    expect(stdout).toContain('\u001b[31mEXPIRED')
    for (const line of stdout.split('\n')) expect(line.replaceAll(/\u001b\[\d+m/g, '').length).toBeLessThanOrEqual(60)
    expect((await check(names)).stdout).not.toContain('\u001b')
  })
})

describe('beside certificates', () => {
  const hostnames = hostnameScenarios.map(({ zone, hostname }) => ({ zone_id: zone.id, zone: zone.name, hostname }))
  const bare = ['staging.example.com', 'retired.example.com', 'forgotten.example.com']

  test('a hostname for which nothing is presented is critical, and told', async () => {
    const certificates = fleet.certificates.filter(({ name }) => name === 'fine-ecdsa')
    const fine = await checkWith({ hostnames: hostnames.slice(0, 1) }, certificates)
    expect(fine).toMatchObject({ code: 0, stderr: '' })
    const { code, stdout } = await checkWith({ hostnames: hostnames.filter((each) => bare.includes(each.hostname)) })
    expect(code).toBe(2)
    for (const hostname of bare)
      expect(stdout).toMatch(new RegExp(`^NO CERTIFICATE .* ${hostname} .*No client certificate is presented`, 'm'))
    expect(stdout).not.toContain('nothing was found')
  })

  test('the hostnames are part of the JSON, with what each presents', async () => {
    const id = (wanted: string) => fleet.certificates.find(({ name }) => name === wanted)?.certificateId
    const fallsBack = { zone_id: api.id, zone: api.name, hostname: 'legacy-app.api.example' }
    const zones = [{ zone_id: api.id, zone: api.name, kinds: ['zone'] }]
    const { stdout } = await checkWith({ hostnames: [...hostnames, fallsBack], zones }, [], ['--json'])
    const report: Report = JSON.parse(stdout)
    const seen = report.hostnames.map((each) => [
      each.hostname,
      [each.state, each.presents_certificate_id, each.severity],
    ])
    expect(Object.fromEntries(seen)).toEqual({
      'payments.example.com': ['enabled', id('fine-ecdsa'), 'ok'],
      'login.example.com': ['enabled', id('ends-in-10-days'), 'ok'],
      'staging.example.com': ['disabled', null, 'critical'],
      'retired.example.com': ['voided', null, 'critical'],
      'forgotten.example.com': ['none', null, 'critical'],
      'orders.shop.example': ['enabled', id('rotation-unfinished-old'), 'ok'],
      'legacy-app.api.example': ['none', id('whole-zone'), 'ok'],
    })
  })

  test('who watches nothing is told so, and gets 3', async () => {
    const nothing = { discover_zones: { include: ['nowhere.example'] } }
    const { code, stdout } = await checkWith(nothing)
    expect(code).toBe(3)
    expect(stdout).toMatch(/^0 certificates\nnothing was found to check: look at what \S+config\.yaml watches,\n/)
    const json = await checkWith(nothing, [], ['--json'])
    expect(json).toMatchObject({ code: 3, stderr: expect.stringContaining('nothing was found to check') })
    expect(JSON.parse(json.stdout)).toMatchObject({ severity: 'unknown', certificates: [], hostnames: [], unread: [] })
  })
})

test('a zone that the credential does not see may have a wrong id, and is said to', async () => {
  const certificates = fleet.certificates.filter(({ name }) => name === 'fine-rsa')
  const hostnames = [{ zone_id: 'f'.repeat(32), zone: 'no-zone.example', hostname: 'a.no-zone.example' }]
  const { stdout } = await checkWith({ hostnames }, certificates)
  expect(stdout).toContain('Read is missing, or it is not allowed from this address, or there is no such zone\n')
  expect(stdout).toContain('What to do: Give the credential its permission, or put the id right.')
  expect(stdout).toContain('hostname a.no-zone.example')
})

test('who does not want to wait gets 3, and no table', async () => {
  simulator.fault({ fault: 'stall_headers' })
  const configuration = await writeConfiguration(simulator, fleet.certificates)
  const interrupted = simulator.nextRequest().then(() => undefined)
  expect(await cli(['check', '--config', configuration.path], { interrupted })).toMatchObject({
    code: 3,
    stdout: '',
    stderr: 'interrupted: nothing can be said\n',
  })
  simulator.clearFaults()
  await configuration.remove()
})

test('progress is shown from the first moment, where somebody reads along', async () => {
  const many = fleet.certificates.map(({ name }) => name)
  expect((await check(many, [], 100)).stderr).toContain(`checked ${many.length} of ${many.length}`)
  expect((await check(['fine-rsa'], [], 100)).stderr).toMatch(/^\r\u001b\[2Kasking Cloudflare/)
  expect((await check(['fine-rsa'])).stderr).toBe('')
})
