import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { type Program, startExporter } from '../support/program.ts'

let fleet: Fleet
let simulator: Simulator
let configuration: ConfigurationFile
const programs: Program[] = []

beforeAll(async () => {
  fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
})
afterEach(async () => {
  for (const program of programs.splice(0)) program.kill('SIGKILL')
  simulator.clearFaults()
  await configuration.remove()
})
afterAll(() => simulator.close())

/** All that the daemon says and serves while it runs one cycle with a credential. */
async function everythingSaid(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const program = startExporter(['run', '--config', configuration.path, '--log-level', 'trace'], env)
  programs.push(program)
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  await program.saw(/"event":"cycle_done"/)
  const pages = await Promise.all(
    ['/', '/metrics', '/readyz', '/nothing'].map(async (path) => (await fetch(url + path)).text()),
  )
  program.kill('SIGTERM')
  await program.exit
  expect(program.stderr.length).toBeGreaterThan(500)
  return [program.stdout, program.stderr, ...pages].join('\n')
}

test.each([
  ['a token that works', 'simulated-token-0000000000000000000000000'],
  ['a token that is refused', `cfut_${'secret7'.repeat(6)}`],
  ['a token that is malformed', 'notatoken-but-secret'],
])('%s is nowhere to be read', async (_, token) => {
  configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 12))
  await writeFile(configuration.tokenPath, token)
  expect(await everythingSaid()).not.toContain(token)
})

test('an API that says the token back is not believed to be harmless', async () => {
  const { token } = simulator.credentials
  configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 12))
  simulator.fault({ fault: 'status', status: 403, code: 10000, message: `the token ${token} may not` })
  const said = await everythingSaid()
  expect(said).toContain('the token [redacted] may not')
  expect(said).not.toContain(token)
})

test.each<[string, (token: string) => string]>([
  ['in base64', (token) => Buffer.from(token).toString('base64')],
  ['in base64, as the header has it', (token) => Buffer.from(`Bearer ${token}`).toString('base64')],
  ['where a long message is cut', (token) => `${'x'.repeat(285)} ${token}`],
])('nor one that says it back %s', async (_, write) => {
  const { token } = simulator.credentials
  configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 12))
  const echo = write(token)
  simulator.fault({ fault: 'status', status: 403, code: 10000, message: `it says ${echo} here` })
  const said = await everythingSaid()
  expect(said).not.toContain(token.slice(0, 12))
  expect(said).not.toContain(echo.slice(-24, -4))
})

test('an API key and its e-mail of the environment', async () => {
  const { email, key } = simulator.credentials
  configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 12), { credentials: undefined })
  const said = await everythingSaid({ CLOUDFLARE_EMAIL: email, CLOUDFLARE_API_KEY: key })
  expect(said).not.toContain(key)
  expect(said).toContain('cloudflare_cert_check_success')
})
