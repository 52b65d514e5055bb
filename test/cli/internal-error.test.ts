import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startExporter } from '../support/program.ts'

/** A fault in the program, at the moment that a test chooses. */
const fault = `process.on('SIGUSR2', () => { throw new Error('a fault of the program') })`
const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` }

test.each([
  ['check', 3],
  ['run', 1],
])('an internal error ends %s with %i, and says where it was', async (command, code) => {
  const fleet = await sharedDemoFleet()
  const simulator = await startSimulator({ fleet, clock: () => new Date() })
  const configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 1))
  onTestFinished(async () => {
    await simulator.close()
    await configuration.remove()
  })
  simulator.fault({ fault: 'stall_body' })
  const asked = simulator.nextRequest()
  const program = startExporter([command, '--config', configuration.path], env)
  onTestFinished(() => {
    program.kill('SIGKILL')
  })
  await asked
  program.kill('SIGUSR2')
  expect(await program.exit).toBe(code)
  expect(program.stderr).toMatch(/Error: a fault of the program\n +at /)
})
