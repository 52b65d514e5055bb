import { existsSync } from 'node:fs'
import { readdir, readFile, watch } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { readState } from '../../src/state/format.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { patient } from '../support/machine.ts'
import { type Program, startExporter, startProgram } from '../support/program.ts'

let simulator: Simulator
let configuration: ConfigurationFile
const programs: Program[] = []

beforeEach(async () => {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  configuration = await writeConfiguration(simulator, fleet.certificates, { state: { path: 'state.json' } })
})
afterEach(async () => {
  for (const program of programs.splice(0)) program.kill('SIGKILL')
  await simulator.close()
  await configuration.remove()
})

function start(): Program {
  const program = startExporter(['run', '--config', configuration.path])
  programs.push(program)
  return program
}

/** Ends it, and fails where that takes the five seconds of the promise, as long as they are on this machine now. */
async function ended(program: Program, signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  program.kill(signal)
  const tooLate = new Promise<never>((_, reject) => {
    globalThis.setTimeout(() => reject(new Error('five seconds are over')), patient(5_000)).unref()
  })
  return Promise.race([program.exit, tooLate])
}

test.each<[NodeJS.Signals, string, Fault]>([
  ['SIGTERM', 'a request that hangs', { fault: 'stall_body' }],
  ['SIGTERM', 'the pause that Cloudflare asked for', { fault: 'status', status: 429, code: 971, retryAfter: '30' }],
  ['SIGINT', 'the wait for the allowed rate', { fault: 'slow' }],
])('%s in the middle of %s ends with 0 within five seconds', async (signal, _, fault) => {
  simulator.fault(fault)
  const arrived = simulator.nextRequest()
  const program = start()
  await arrived
  expect(await ended(program, signal)).toBe(0)
  expect(program.stderr).toContain('"event":"stopped"')
})

test('between cycles it ends with 0 as well', async () => {
  const program = start()
  await program.saw(/"event":"cycle_done"/)
  expect(await ended(program, 'SIGTERM')).toBe(0)
})

test('npm start hands the signal on, and leaves no orphan', async () => {
  const npm = startProgram('npm', ['start', '--', 'run', '--config', configuration.path])
  programs.push(npm)
  const [, url = ''] = await npm.saw(/"url":"([^"]+)"/)
  expect(await ended(npm, 'SIGTERM')).toBe(0)
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

test('a repeated signal within a second, as npm sends it, changes nothing', async () => {
  simulator.fault({ fault: 'stall_body' })
  const arrived = simulator.nextRequest()
  const program = start()
  await arrived
  program.kill('SIGINT')
  expect(await ended(program, 'SIGINT')).toBe(0)
})

describe('in every other phase it ends with 0 within five seconds, and leaves a whole state file', () => {
  const statePath = () => join(dirname(configuration.path), 'state.json')

  async function wholeState(): Promise<number> {
    const reading = readState(await readFile(statePath(), 'utf8'))
    if (!reading.ok) throw new Error(reading.detail)
    expect(await readdir(dirname(statePath()))).not.toContainEqual(expect.stringMatching(/\.tmp$/))
    return [...reading.state.certificates.values()].filter(({ known }) => known).length
  }

  /** On a busy machine the program would be in another phase when its signal comes. */
  const stop = "process.kill(process.pid, 'SIGSTOP')"

  function endedWhereItStands(program: Program): Promise<number | NodeJS.Signals> {
    // It may not have stopped yet: one signal to go on could come too early.
    const goOn = setInterval(() => program.kill('SIGCONT'), 20)
    return ended(program, 'SIGTERM').finally(() => clearInterval(goOn))
  }

  test('while it starts', async () => {
    const tell = `process.on('newListener', (name) => name === 'SIGTERM' && (process.stderr.write('it listens'), ${stop}))`
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` }
    const program = startExporter(['run', '--config', configuration.path], env)
    programs.push(program)
    await program.saw(/it listens/)
    expect(program.stderr).toBe('it listens')
    expect(await endedWhereItStands(program)).toBe(0)
  })

  test('while it reloads', async () => {
    const program = start()
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    await program.saw(/"event":"cycle_done"/)
    const answers = Promise.allSettled(Array.from({ length: 5 }, () => fetch(`${url}/-/reload`, { method: 'POST' })))
    expect(await ended(program, 'SIGTERM')).toBe(0)
    await answers
    expect(await wholeState()).toBeGreaterThan(10)
  })

  /** With a configuration that is judged in a thread of its own, and a word whenever such a thread begins. */
  async function startLarge(then = ''): Promise<Program> {
    await configuration.remove()
    const certificates = Array.from({ length: 1_000 }, (_, i) => ({
      zone_id: '023e105f4ecef8ad9ca31a8372d0c353',
      certificate_id: i.toString(16).padStart(32, '0'),
    }))
    configuration = await writeConfiguration(simulator, [], { certificates, state: { path: 'state.json' } })
    const tell = `process.on('worker', () => { process.stderr.write('a thread begins\\n'); ${then} })`
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` }
    const program = startExporter(['run', '--config', configuration.path], env)
    programs.push(program)
    return program
  }

  test('while a large configuration is judged at the start', async () => {
    const program = await startLarge(stop)
    await program.saw(/a thread begins/)
    expect(program.stderr).not.toContain('"event"')
    expect(await endedWhereItStands(program)).toBe(0)
  })

  test('while a large configuration is judged again', async () => {
    const program = await startLarge()
    await program.saw(/"url":"/)
    program.kill('SIGHUP')
    await program.saw(/a thread begins[\s\S]*a thread begins/)
    expect(await ended(program, 'SIGTERM')).toBe(0)
  })

  test('while it writes the state', async () => {
    const stop = new AbortController()
    const changes = watch(dirname(statePath()), { signal: stop.signal })
    const program = start()
    for await (const { filename } of changes) if (filename?.endsWith('.tmp')) break
    stop.abort()
    expect(await ended(program, 'SIGTERM')).toBe(0)
    expect(existsSync(statePath())).toBe(true)
    await wholeState()
  })

  /** A daemon with an answer of over 10 MB under way, of which somebody has taken the first bytes and takes no more. */
  async function stuckInAScrape(): Promise<{ readonly program: Program; readonly reader: Socket }> {
    await configuration.remove()
    const fleet = await sharedDemoFleet()
    const labels = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`label_${i}`, 'x'.repeat(500)]))
    const certificates = Array.from({ length: 400 }, (_, i) => ({
      zone_id: fleet.certificates[0]?.zoneId,
      certificate_id: i.toString(16).padStart(32, '0'),
      labels,
    }))
    configuration = await writeConfiguration(simulator, [], { certificates, state: { path: 'state.json' } })
    const program = start()
    const [, host = '', port = ''] = await program.saw(/"url":"http:\/\/([^:]+):(\d+)"/)
    const reader = connect(Number(port), host)
    reader.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => reader.once('readable', resolve))
    return { program, reader }
  }

  test('while a slow reader takes its time over a scrape', async () => {
    const { program, reader } = await stuckInAScrape()
    expect(await ended(program, 'SIGTERM')).toBe(0)
    reader.destroy()
  })

  test('a second signal after more than a second ends it at once', async () => {
    const { program, reader } = await stuckInAScrape()
    program.kill('SIGTERM')
    await program.saw(/"event":"stopping"/)
    await setTimeout(1_200)
    expect(await ended(program, 'SIGTERM')).toBe(143)
    expect(program.stderr).not.toContain('"event":"stopped"')
    reader.destroy()
  })
})
