import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { fullPipe } from '../support/full-pipe.ts'
import { freePort } from '../support/port.ts'

const often = { interval: 100 }

const good = (port: number) => `
schedule: '@daily'
cloudflare: {base_url: 'http://127.0.0.1:9'}
certificates: [{zone_id: 023e105f4ecef8ad9ca31a8372d0c353, certificate_id: 2458ce5a-0c35-4c7f-82c7-8e9487d3ff60}]
server: {listen: '127.0.0.1:${port}'}
`

test('a log that nobody reads is bounded, what was dropped is told, and SIGTERM ends the daemon', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-log-'))
  const config = join(folder, 'config.yaml')
  const port = await freePort()
  await writeFile(config, good(port))
  const pipe = fullPipe(join(folder, 'log'))
  const { PATH = '' } = process.env
  const { TEST_RUN_BUNDLE: bundle = 'src/main.ts' } = process.env
  const argv = [bundle, 'run', '--config', config]
  const env = { PATH, CLOUDFLARE_API_TOKEN: 'a-token-that-nobody-looks-at-in-this-test' }
  const daemon = spawn(process.execPath, argv, { env, stdio: ['ignore', 'ignore', pipe] })
  const exit = once(daemon, 'exit')
  const url = `http://127.0.0.1:${port}`
  const dropped = async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    return Number(/^cloudflare_cert_exporter_log_lines_dropped_total (\d+)$/m.exec(text)?.[1])
  }
  try {
    await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200))
    expect(await dropped()).toBe(0)
    // Each failing reload logs a thousand problems in one line, each with a name so long that a few lines fill what is kept.
    const entry = `- {${'a'.repeat(1_500)}: 1}\n`
    await writeFile(config, `${good(port)}zones:\n${entry.repeat(1_000)}`)
    const reload = async () => expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(500)
    await vi.waitFor(async () => {
      await reload()
      expect(await dropped()).toBeGreaterThan(0)
    }, often)

    const reader = new Socket({
      fd: openSync(join(folder, 'log'), constants.O_RDONLY | constants.O_NONBLOCK),
      writable: false,
    })
    let log = ''
    reader.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
    await vi.waitFor(() => expect(log).toMatch(/"event":"log_lines_dropped","lines":\d+[,}]/))
    const [, lines] = /"event":"log_lines_dropped","lines":(\d+)/.exec(log) ?? []
    expect(Number(lines)).toBe(await dropped())

    // And again nobody reads.
    const paused = await dropped()
    reader.pause()
    await vi.waitFor(async () => {
      await reload()
      expect(await dropped()).toBeGreaterThan(paused)
    }, often)
    daemon.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    reader.destroy()
  } finally {
    daemon.kill('SIGKILL')
    closeSync(pipe)
    await rm(folder, { recursive: true })
  }
})
