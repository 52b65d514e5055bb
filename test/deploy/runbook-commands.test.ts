import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { hostnameScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { describeWithTools } from '../support/tools.ts'

const run = promisify(execFile)

/** A shell sets these itself, so that a line which was pasted without a value asks for something else. */
const shellsOwn =
  /\$\{?(?:HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|UID|EUID|PPID|RANDOM|SECONDS|SHELL|USER|HOME|PWD|GROUPS|PATH)\b/

test.each(globSync('docs/runbooks/*.md'))('%s uses no name that a shell has of its own', (path) => {
  expect(shellsOwn.exec(readFileSync(path, 'utf8'))?.[0]).toBeUndefined()
})

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ fleet: await demoFleet({ now: new Date() }), clock: () => new Date() })
})
afterAll(() => simulator.close())

/** Runs the lines of a runbook's diagnosis in a bash of its own, against the simulator. */
async function diagnosis(runbook: string, setting: Readonly<Record<string, string>>): Promise<string> {
  const page = readFileSync(`docs/runbooks/${runbook}.md`, 'utf8')
  const [, block = ''] = /## Diagnosis[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? []
  const ours = block.replaceAll('https://api.cloudflare.com/client/v4', simulator.baseUrl)
  const named = Object.entries(setting).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^${name}=\\S+`, 'm'), () => `${name}=${value}`),
    ours,
  )
  const env = { PATH: process.env['PATH'] ?? '', CLOUDFLARE_API_TOKEN: defaultCredentials.token, ...setting }
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', named], { env })
  return stdout
}

describeWithTools(['bash', 'curl', 'jq', 'openssl'], 'the lines of the runbooks, in a real bash', () => {
  test.each([
    ['staging.example.com', /"enabled": false/],
    ['retired.example.com', /"enabled": null/],
    ['forgotten.example.com', /"code": \d+[\s\S]*\nnull\n/],
  ])('CloudflareHostnameWithoutCert tells the states apart: %s', async (name, expected) => {
    const zone = hostnameScenarios.find(({ hostname }) => hostname === name)?.zone
    const said = await diagnosis('CloudflareHostnameWithoutCert', { name, ZONE_ID: zone?.id ?? '' })
    expect(said).toMatch(expected)
    expect(said.trimEnd()).toMatch(/\n(?:true|false)$/)
  })

  test('CloudflareCertExpired prints the whole chain', async () => {
    const { certificates } = await demoFleet({ now: new Date() })
    const of = certificates.find(({ name }) => name === 'intermediate-ends-first')
    const setting = { ZONE_ID: of?.zoneId ?? '', CERTIFICATE_ID: of?.certificateId ?? '' }
    const said = await diagnosis('CloudflareCertExpired', setting)
    expect(said.match(/Not After/g)?.length).toBeGreaterThan(1)
  })
})
