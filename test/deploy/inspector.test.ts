import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import process from 'node:process'
import { expect, test } from 'vitest'
import { bundleOfThisRun } from '../run/bundle.ts'
import { startProgram } from '../support/program.ts'

const bundle = await bundleOfThisRun()

const demo = ['demo', '--listen', '127.0.0.1:0', '--log-format', 'json']
const programs = [
  { name: 'the bundle', args: () => [bundle, ...demo] },
  { name: 'a checkout', args: () => ['--import', './src/needs-node-24.mjs', 'src/main.ts', ...demo] },
]

test.each(programs)('SIGUSR1 opens no inspector: $name', async ({ args }) => {
  const port = await freePort()
  const program = startProgram(process.execPath, [`--inspect-port=${port}`, ...args()])
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
  const program = startProgram(process.execPath, ['--import', early, bundle, ...demo])
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
  const program = startProgram(process.execPath, [`--inspect=127.0.0.1:${port}`, bundle, ...demo])
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}
