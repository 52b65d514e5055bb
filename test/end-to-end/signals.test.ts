import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { demoFleet } from '../../src/simulator/fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { type Program, startExporter, startProgram } from '../support/program.ts'

let simulator: Simulator
let configuration: ConfigurationFile
const programs: Program[] = []

beforeEach(async () => {
  const fleet = await demoFleet({ now: new Date() })
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  configuration = await writeConfiguration(simulator, fleet.certificates)
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

/** Ends it, and fails where that takes the five seconds of the promise. */
async function ended(program: Program, signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  program.kill(signal)
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('five seconds are over')), 5_000).unref()
  })
  return Promise.race([program.exit, tooLate])
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test.each<[string, Fault]>([
    ['a request that hangs', { fault: 'stall_body' }],
    ['the pause that Cloudflare asked for', { fault: 'status', status: 429, code: 971, retryAfter: '30' }],
    ['the wait for the allowed rate', { fault: 'slow' }],
  ])('in the middle of %s ends with 0 within five seconds', async (_, fault) => {
    simulator.fault(fault)
    const arrived = simulator.nextRequest()
    const program = start()
    await arrived
    expect(await ended(program, signal)).toBe(0)
    expect(program.stderr).toContain('"event":"stopped"')
  })
})

test('between cycles it ends with 0 as well, and is not ready meanwhile', async () => {
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
