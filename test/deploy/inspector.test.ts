import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'
import { bundleOfThisRun } from '../run/bundle.ts'
import { freePort } from '../support/port.ts'
import { startProgram } from '../support/program.ts'

const bundle = await bundleOfThisRun()

/** Nobody answers at port 9: nothing is asked for that takes time. */
const config = `
cloudflare: {base_url: 'http://127.0.0.1:9'}
certificates: [{zone_id: 023e105f4ecef8ad9ca31a8372d0c353, certificate_id: 2458ce5a-0c35-4c7f-82c7-8e9487d3ff60}]
server: {listen: '127.0.0.1:0'}
`
const folder = mkdtempSync(join(tmpdir(), 'exporter-inspector-'))
const path = join(folder, 'config.yaml')
writeFileSync(path, config)
afterAll(() => rmSync(folder, { recursive: true }))
const env = { CLOUDFLARE_API_TOKEN: 'a-token-that-nobody-looks-at-in-this-test' }
const run = ['run', '--config', path]
const programs = [
  { name: 'the bundle', args: () => [bundle, ...run] },
  { name: 'a checkout', args: () => ['--import', './src/needs-node-24.mjs', 'src/main.ts', ...run] },
]

test.each(programs)('SIGUSR1 opens no inspector: $name', async ({ args }) => {
  const port = await freePort()
  const program = startProgram(process.execPath, [`--inspect-port=${port}`, ...args()], { env })
  try {
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    program.kill('SIGUSR1')
    // By this answer the signal has been dealt with.
    for (let i = 0; i < 20; i += 1) expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await isOpen(port)).toBe(false)
    expect(program.stderr).not.toContain('Debugger')
  } finally {
    program.kill('SIGTERM')
    await program.exit
  }
})

test('an inspector that a signal opened before the first line of the program is closed', async () => {
  const port = await freePort()
  // Loaded before the program: this stands in for a signal that comes while Node.js itself starts.
  const early = `data:text/javascript,import inspector from 'node:inspector';inspector.open(${port})`
  const program = startProgram(process.execPath, ['--import', early, bundle, ...run], { env })
  try {
    await program.saw(/Debugger listening/)
    await program.saw(/"url":"([^"]+)"/)
    expect(await isOpen(port)).toBe(false)
  } finally {
    program.kill('SIGTERM')
    await program.exit
  }
})

test('who asks for an inspector on the command line gets one', async () => {
  const port = await freePort()
  const program = startProgram(process.execPath, [`--inspect=127.0.0.1:${port}`, bundle, ...run], { env })
  try {
    await program.saw(/"url":"([^"]+)"/)
    expect(await isOpen(port)).toBe(true)
  } finally {
    program.kill('SIGTERM')
    await program.exit
  }
})

test('the image starts without one; the unit has no option that an old Node.js would stop at', () => {
  const [, entrypoint = ''] = /^ENTRYPOINT (.*)$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? []
  expect(JSON.parse(entrypoint)).toContain('--disable-sigusr1')
  expect(readFileSync('deploy/systemd/cloudflare-cert-exporter.service', 'utf8')).not.toMatch(/^ExecStart=.*sigusr1/m)
})

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}
