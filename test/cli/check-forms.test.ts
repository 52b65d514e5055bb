import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { hostnameScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { api, exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { type CliSettings, cli } from '../support/cli.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { patientLength } from '../support/machine.ts'

let fleet: Fleet
let simulator: Simulator

beforeAll(async () => {
  fleet = await demoFleet({ now: new Date() })
  simulator = await startSimulator({ fleet, clock: () => new Date() })
})
afterAll(() => simulator.close())

interface Watched {
  readonly names?: readonly string[]
  readonly more?: Readonly<Record<string, unknown>>
  readonly settings?: CliSettings
}

async function check(argv: readonly string[], { names = [], more = {}, settings = {} }: Watched) {
  const certificates = fleet.certificates.filter(({ name }) => names.includes(name))
  const configuration = await writeConfiguration(simulator, certificates, more)
  const answer = await cli(['check', '--config', configuration.path, ...argv], settings)
  await configuration.remove()
  return answer
}

const everything = () => fleet.certificates.map(({ name }) => name)
const hostnames = hostnameScenarios.map(({ zone, hostname }) => ({ zone_id: zone.id, zone: zone.name, hostname }))

describe('what has one cause is told once', () => {
  const nobody = { cloudflare: { base_url: 'http://127.0.0.1:1/client/v4', timeout: patientLength(2) } }

  test('nobody listens: one block with what to look at, and no row', async () => {
    const { code, stdout } = await check([], { names: everything(), more: { ...nobody, hostnames } })
    expect(code).toBe(3)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toEqual([
      expect.stringMatching(
        /^cannot be read: 31 certificates, 6 hostnames.* with the credential default: no answer came/,
      ),
      '  connect ECONNREFUSED 127.0.0.1:1',
      expect.stringMatching(
        /^ {2}What to do: Look at the network: .*port 1 of 127\.0\.0\.1.*HTTPS_PROXY is not set\.$/,
      ),
      expect.stringMatching(/^ {2}These: (?:[^,]+, ){7}[^,]+ and \d+ more\.$/),
      '31 certificates: 31 unknown; 6 hostnames: 6 unknown',
    ])
  })

  test('a proxy is named, without the password in its URL', async () => {
    const settings = { environment: { HTTPS_PROXY: 'http://me:secret@proxy.example:3128' } }
    const { stdout } = await check([], { names: everything(), more: nobody, settings })
    expect(stdout).toContain('HTTPS_PROXY is proxy.example:3128.')
    expect(stdout).not.toContain('secret')
  })

  test('a refused credential', async () => {
    const refused = {
      cloudflare: { base_url: simulator.baseUrl },
      credentials: { default: { api_token_file: 'config.yaml' } },
    }
    const { code, stdout } = await check([], { names: everything(), more: refused })
    expect(code).toBe(3)
    expect(stdout.split('\n').length).toBeLessThan(8)
  })

  test('the list of zones alone is such a cause: its reason is told in every form, and nothing else', async () => {
    const more = { ...nobody, discover_zones: true }
    const { code, stdout } = await check([], { more })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^cannot be read: 1 list, with the credential default: no answer came/)
    expect(stdout).toMatch(/^ {2}What to do: Look at the network: /m)
    expect(stdout).not.toContain('nothing was found to check')
    const line = await check(['--output', 'nagios'], { more })
    expect(line.stdout).toMatch(
      /^UNKNOWN - cannot be read: 1 list: no answer came.*: connect ECONNREFUSED 127\.0\.0\.1:1; /,
    )
  })

  test('of a mixture, only what shares a cause is taken out of the table', async () => {
    simulator.fault({ fault: 'status', status: 500, path: `${shop.id}/origin` })
    const names = ['fine-rsa', 'unknown-id', 'ended-three-days-ago', 'ends-tomorrow']
    const { code, stdout } = await check([], { names })
    simulator.clearFaults()
    expect(code).toBe(3)
    expect(stdout).toMatch(/^UNKNOWN .* unknown-id .*there is no such thing/m)
    expect(stdout).toMatch(/^OK .* fine-rsa /m)
    expect(stdout).toMatch(
      /^cannot be read: 2 certificates, with the credential default: Cloudflare's API has a fault$/m,
    )
    expect(stdout).toContain('These: ended-three-days-ago (shop.example), ends-tomorrow (shop.example).')
  })
})

describe('--quiet', () => {
  test('prints nothing where nothing is wrong, or only with what is proved unused', async () => {
    const fine = { code: 0, stdout: '', stderr: '' }
    expect(await check(['--quiet'], { names: ['fine-rsa', 'fine-ecdsa'] })).toEqual(fine)
    expect(await check(['-q'], { names: ['whole-zone', 'whole-zone-older'] })).toEqual(fine)
  })

  test('prints only what is wrong, and counts everything', async () => {
    const { code, stdout } = await check(['--quiet'], { names: everything(), more: { hostnames } })
    expect(code).toBe(2)
    expect(stdout).toMatch(/^EXPIRED /m)
    expect(stdout).toMatch(/^NO CERTIFICATE .* forgotten\.example\.com /m)
    expect(stdout).toMatch(/^UNKNOWN .* unknown-id /m)
    expect(stdout).toMatch(/^ROTATING .*Move its hostnames to rotation-unfinished-new\.$/m)
    expect(stdout).not.toMatch(/^OK /m)
    expect(stdout).toMatch(/^31 certificates: .* ok; 6 hostnames: 3 without a certificate, 3 ok$/m)
  })

  test('of nothing at all it says so, with 3', async () => {
    const { code, stdout } = await check(['-q'], { more: { discover_zones: { include: ['nowhere.example'] } } })
    expect(code).toBe(3)
    expect(stdout).toContain('nothing was found to check')
  })
})

describe('--output nagios', () => {
  const data =
    /^[^|\n]+ \| certificates=\d+;;;0 hostnames=\d+;;;0 critical=\d+;;0;0 warning=\d+;0;;0 unknown=\d+;;;0 hostnames_without_certificate=\d+;;0;0 days_left=(-?[\d.]+|U)\n$/

  test.each([
    [0, ['fine-rsa'], /^OK - fine-rsa ends first, in 299d; 1 certificate: 1 ok \| .* critical=0;;0;0 /],
    [
      1,
      ['fine-rsa', 'ends-in-25-days'],
      /^WARNING - ends-in-25-days of example\.com: Warning \(24d\); 2 .*days_left=2(5\.00|4\.9\d)$/m,
    ],
    [2, ['ends-tomorrow', 'unknown-id'], /^CRITICAL - ends-tomorrow of shop\.example: Critical \(23h\); /],
    [3, ['fine-rsa', 'unknown-id'], /^UNKNOWN - unknown-id of example\.com: Unknown; .* unknown=1;;;0 /],
  ])('%i in one line with performance data', async (code, names, line) => {
    const answer = await check(['--output', 'nagios'], { names })
    expect(answer).toMatchObject({ code, stderr: '', stdout: expect.stringMatching(line) })
    expect(answer.stdout).toMatch(data)
  })

  test('of a whole fleet it is short enough for NRPE', async () => {
    const { stdout } = await check(['--output', 'nagios'], { names: everything(), more: { hostnames } })
    expect(stdout).toMatch(data)
    expect(stdout).toContain(' hostnames_without_certificate=3;')
    expect(stdout.length).toBeLessThan(1024)
  })

  const environment = { LOG_LEVEL: 'loud' }
  const proxy = { HTTPS_PROXY: 'socks://x', CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }
  const example = ['check', '--config', 'config/config.example.yaml']
  const file = ['check', '--certificate', 'a.pem']

  test.each<[string, readonly string[], Readonly<Record<string, string>>?]>([
    ['/nowhere.yaml: the file does not exist', ['check', '--config', '/nowhere.yaml']],
    ['HTTPS_PROXY: not the URL of a proxy', example, proxy],
    ['--hostname', [...example, '--hostname', 'a b'], { CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }],
    ['a.pem does not exist', file],
    ['--trusted-by needs --certificate FILE', ['check', '--trusted-by', 'ca.pem']],
    ['--against needs --certificate FILE', ['check', '--against', 'a.example']],
    ['--partial-chain needs --certificate FILE', ['check', '--partial-chain']],
    ['--partial-chain needs --trusted-by FILE', [...file, '--partial-chain']],
    ['--certificate judges a file', [...file, '--hostname', 'a.example']],
    ['LOG_LEVEL: there is no level "loud"', ['check'], environment],
    ["option '--log-level <level>' argument 'loud' is invalid", ['check', '--log-level', 'loud']],
    ["unknown option '--confg'; (Did you mean --config?)", ['check', '--confg', 'x']],
    ["too many arguments for 'check'", ['check', 'x']],
    ['options go after the command', ['--config', 'x', 'check']],
    ['options go after the command', ['--config', 'x', 'check'], environment],
  ])(
    'an error is UNKNOWN on standard output, where the monitoring system looks: %s, %j',
    async (says, argv, env = {}) => {
      for (const output of [['--output', 'nagios'], ['--output=nagios']]) {
        const { code, stdout, stderr } = await cli([...argv, ...output], { environment: env })
        expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
        expect(stdout).toMatch(/^UNKNOWN - [^\n]*\n$/)
        expect(stdout).toContain(`UNKNOWN - ${says}`)
      }
    },
  )

  test('an option without its value, too', async () => {
    expect(await cli(['check', '--output', 'nagios', '--config'])).toEqual({
      code: 3,
      stdout: "UNKNOWN - option '--config <file>' argument missing\n",
      stderr: '',
    })
  })

  test('where another form is asked for in the end, an error is on standard error', async () => {
    const answer = await cli(['check', '--output', 'nagios', '--output', 'table', '--frob'])
    expect(answer).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining("unknown option '--frob'") })
  })
})

describe('--hostname', () => {
  const exampleZone = { zone_id: exampleCom.id, zone: exampleCom.name }
  const zones = [exampleZone]

  test.each([
    [
      0,
      'payments.example.com',
      /^OK .* fine-ecdsa\.origin\.example .*\nOK .*payments\.example\.com .* Cloudflare presents fine-ecdsa\.origin\.example for it\.$/m,
    ],
    [2, 'login.example.com', /^CRITICAL .* ends-in-10-days\.origin\.example /m],
    [
      2,
      'staging.example.com',
      /^NO CERTIFICATE .*its association with fine-rsa is off\. Switch its association on\.$/m,
    ],
    [2, 'Never-heard-of.EXAMPLE.com', /^NO CERTIFICATE .* never-heard-of\.example\.com .*it has no association/m],
  ])('%i for %s, which nobody watches', async (code, name, words) => {
    for (const more of [{ zones }, { discover_zones: true }]) {
      const answer = await check(['--hostname', name], { more })
      expect(answer).toMatchObject({ code, stdout: expect.stringMatching(words) })
      expect(answer.stdout).not.toContain('ended-')
    }
  })

  test("one that falls back to its zone's own store", async () => {
    const more = { zones: [{ zone_id: api.id, zone: api.name, kinds: ['hostname'] }] }
    const { code, stdout } = await check(['--hostname', 'legacy-app.api.example', '--json'], { more })
    expect(code).toBe(0)
    const report: Report = JSON.parse(stdout)
    expect(report.certificates.map(({ kind }) => kind)).toEqual(['zone'])
    expect(report.hostnames).toMatchObject([{ hostname: 'legacy-app.api.example', state: 'none', verdict: 'ok' }])
  })

  test('one that falls back to a store that cannot be listed: that is told, and the code is 3', async () => {
    const hostname = 'legacy-app.api.example'
    simulator.fault({ fault: 'status', status: 500, path: `${api.id}/origin_tls_client_auth` })
    const answer = await check(['--hostname', hostname], { more: { hostnames: [{ zone_id: api.id, hostname }] } })
    simulator.clearFaults()
    expect(answer).toMatchObject({ code: 3, stdout: expect.stringContaining('list of the zone store') })
    expect(answer.stdout).not.toContain('nothing was found to check')
  })

  test.each([{ zones: [{ ...exampleZone, trusted_by: 'ca.pem' }] }, { discover_zones: { trusted_by: 'ca.pem' } }])(
    'is judged by the CA file of the entry that leads to its zone: %j',
    async (more) => {
      const { stdout } = await check(['--hostname', 'payments.example.com', '--json'], { more })
      const report: Report = JSON.parse(stdout)
      expect(report.certificates[0]?.trust?.files).toMatchObject([
        { file: expect.stringMatching(/ca\.pem$/), trusted: null },
      ])
    },
  )

  test('in no zone, or no hostname at all', async () => {
    const elsewhere = await check(['--hostname', 'www.elsewhere.test'], { more: { zones } })
    expect(elsewhere).toMatchObject({ code: 3, stderr: expect.stringContaining('www.elsewhere.test is in no zone') })
    const nonsense = await check(['--hostname', 'https://x/'], { more: { zones } })
    expect(nonsense).toMatchObject({ code: 3, stderr: expect.stringContaining('is not the name of a host') })
  })
})

test.each([
  [[], /^cannot be read: CA file \S*ca\.pem \(trusted_by\): .* does not exist/m],
  [['--output', 'nagios'], /^UNKNOWN - cannot be read: CA file/],
  [['--quiet'], /^cannot be read: CA file/m],
])('a CA file of trusted_by that cannot be read is told, and the code is 3: %j', async (argv, words) => {
  const fine = fleet.certificates.find(({ name }) => name === 'fine-rsa')
  const entry = { zone_id: fine?.zoneId, certificate_id: fine?.certificateId, trusted_by: 'ca.pem' }
  const { code, stdout } = await check(argv, { more: { certificates: [entry] } })
  expect(stdout).toMatch(words)
  expect(code).toBe(3)
})

describe('the width of the terminal', () => {
  const names = ['deployment-timed-out', 'fine-rsa', 'begins-next-week']
  const at = async (columns: number) => {
    const settings = { columns, environment: { NO_COLOR: '1' } }
    const { stdout } = await check([], { names, settings })
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
    return stdout.split('\n')
  }

  test('remarks wrap in their own column, and decide about no other', async () => {
    const lines = await at(130)
    expect(lines[0]).toMatch(/^STATE +LEFT +EXPIRES +NAME +ZONE +REMARKS$/)
    const column = lines[0]?.indexOf('REMARKS') ?? 0
    expect(lines[1]?.slice(column)).toMatch(/^Cloudflare gave up deploying it/)
    expect(lines[2]).toMatch(new RegExp(`^ {${column}}\\S`))
  })

  test('below the row, where no sentence would fit beside it; the time of day stays', async () => {
    const lines = await at(90)
    expect(lines[0]).toMatch(/^STATE +LEFT +EXPIRES +NAME +ZONE$/)
    expect(lines[1]).toMatch(/^TIMED OUT .* \d\d:\d\d +deployment-timed-out /)
    expect(lines[2]).toMatch(/^ {2}Cloudflare gave up deploying it/)
  })
})

describe('colour', () => {
  test.each([
    [{}, undefined, false],
    [{}, 100, true],
    [{ NO_COLOR: '1' }, 100, false],
    [{ FORCE_COLOR: '1' }, undefined, true],
    [{ FORCE_COLOR: '0' }, 100, false],
    [{ FORCE_COLOR: '' }, undefined, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 100, false],
  ])('%j with a terminal of %s columns: %s', async (environment, columns, isColoured) => {
    const settings = columns === undefined ? { environment } : { environment, columns }
    const { stdout } = await check([], { names: ['fine-rsa'], settings })
    expect(stdout.includes('\u001b[32mOK')).toBe(isColoured)
  })
})
