import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashSync } from 'bcryptjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { basic, get } from '../http/door/support.ts'
import { bundleOfThisRun } from '../run/bundle.ts'
import { selfSigned } from '../support/authority.ts'
import { cli } from '../support/cli.ts'
import { patient } from '../support/machine.ts'
import { freePort } from '../support/port.ts'
import { type Program, startExporter, startProgram } from '../support/program.ts'

const alice = basic('alice', 'wonderland')
const web = `tls_server_config: {cert_file: server.crt, key_file: server.key}
basic_auth_users: {alice: "${hashSync('wonderland', 4)}"}
`

let folder = ''
let config = ''
let probePort = 0
const programs: Program[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-test-'))
  config = join(folder, 'config.yaml')
  probePort = await freePort()
  const { cert, key } = await selfSigned('localhost')
  const files = {
    'config.yaml': `cloudflare: {base_url: "http://127.0.0.1:1"}
credentials: {default: {api_token_file: token}}
certificates: [{zone_id: 023e105f4ecef8ad9ca31a8372d0c353, certificate_id: 2458ce5a-0c35-4c7f-82c7-8e9487d3ff60}]
server: {listen: "127.0.0.1:0", probe_listen: "127.0.0.1:${probePort}", web_config_file: web.yml}
`,
    token: 'x'.repeat(40),
    'web.yml': web,
    'server.crt': cert,
    'server.key': key,
  }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
})
afterEach(async () => {
  for (const program of programs.splice(0)) program.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

async function portOf(program: Program): Promise<number> {
  programs.push(program)
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  expect(url).toMatch(/^https:/)
  return Number(new URL(url).port)
}

/** That the door is where it should be, whichever way the program was started. */
async function proveDoor(port: number): Promise<void> {
  for (const path of ['/metrics', '/', '/api/v1/certificates', '/healthz', '/readyz', '/nothing'])
    expect([path, (await get(port, { path })).outcome]).toEqual([path, 401])
  expect(await get(port, { path: '/metrics', headers: alice })).toMatchObject({
    outcome: 200,
    body: expect.stringMatching(/^cloudflare_cert_exporter_web_tls_expiry_timestamp_seconds \d/m),
  })
  expect((await get(port, { path: '/metrics', headers: basic('alice', 'x') })).outcome).toBe(401)
  expect((await get(port, { path: '/metrics', headers: alice })).body).toMatch(
    /^cloudflare_cert_exporter_http_refused_total\{reason="password_wrong"\} 1$/m,
  )
  expect((await get(port, { path: '/metrics', secure: false })).outcome).toBe('ECONNRESET')
  const probe = async (path: string) => (await get(probePort, { path, secure: false })).outcome
  expect(await probe('/healthz')).toBe(200)
  expect([200, 503]).toContain(await probe('/readyz'))
  expect([await probe('/metrics'), await probe('/')]).toEqual([404, 404])
}

test('the daemon stands behind its door, the probes outside of it', async () => {
  await proveDoor(await portOf(startExporter(['run', '--config', config])))
})

test('so does its bundle, in a folder that has nothing else', async () => {
  const file = join(folder, 'exporter.mjs')
  await copyFile(await bundleOfThisRun(), file)
  await proveDoor(await portOf(startProgram(process.execPath, [file, 'run', '--config', config], { cwd: folder })))
})

test('it ends within five seconds, with whoever is connected, to either listener and in the midst of a password', async () => {
  await writeFile(join(folder, 'web.yml'), web.replace('$04$', '$18$'))
  const program = startExporter(['run', '--config', config])
  const port = await portOf(program)
  const sockets = [port, probePort, port].map((each) => connect(each, '127.0.0.1'))
  await Promise.all(
    sockets.map((socket) =>
      once(
        socket.on('error', () => undefined),
        'connect',
      ),
    ),
  )
  const asked = request({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    headers: { ...alice, expect: '100-continue' },
  })
  asked.on('response', (response) => expect(response.statusCode).not.toBe(200)).on('error', () => undefined)
  await once(asked, 'continue')
  const begin = performance.now()
  program.kill('SIGTERM')
  expect(await program.exit).toBe(0)
  expect(performance.now() - begin).toBeLessThan(patient(5_000))
  expect(program.stderr).toContain('"event":"stopped"')
})

describe('a web configuration that is wrong', () => {
  const broken = `tls_server_config: {cert_file: none.crt}\nbasic_auth_users: {alice: wonderland}\n`

  test.each(['run', 'validate'])('ends %s with 1 and a line for each problem', async (command) => {
    await writeFile(join(folder, 'web.yml'), broken)
    const { code, stdout, stderr } = await cli([command, '--config', config])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    const at = join(folder, 'web.yml')
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringContaining(`${at}:1:20: tls_server_config: missing: expected key_file`),
      expect.stringContaining(
        `${at}:1:32: tls_server_config.cert_file: the file ${join(folder, 'none.crt')} does not exist`,
      ),
      expect.stringContaining(`${at}:2:27: basic_auth_users.alice: found text: expected a bcrypt hash`),
    ])
    expect(stderr).not.toContain('wonderland')
  })

  test('does not keep check from checking', async () => {
    await writeFile(join(folder, 'web.yml'), broken)
    expect(await cli(['check', '--config', config])).toMatchObject({ code: 3, stderr: '' })
  })
})

test('validate says what the door is, and what has no effect', async () => {
  await writeFile(join(folder, 'web.yml'), `${web}rate_limit: {interval: 1s, burst: 1}\n`)
  const { code, stdout } = await cli(['validate', '--config', config])
  expect(code).toBe(0)
  expect(stdout).toContain(`  ${join(folder, 'web.yml')}: HTTPS, 1 user\n  warning: `)
  expect(stdout).toContain('rate_limit.interval: has no effect')
})

test('a probe address that is taken is said, and leaves nothing open', async () => {
  await portOf(startExporter(['run', '--config', config]))
  const port = await freePort()
  const text = await readFile(config, 'utf8')
  await writeFile(config, text.replace('127.0.0.1:0', `127.0.0.1:${port}`))
  const { code, stderr } = await cli(['run', '--config', config])
  expect(code).toBe(1)
  expect(stderr).toContain(`127.0.0.1:${probePort}: another program listens there already`)
  expect((await get(port)).outcome).toBe('ECONNREFUSED')
})
