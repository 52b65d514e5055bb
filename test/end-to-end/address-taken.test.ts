import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startExporter } from '../support/program.ts'

const other = createServer()
let listen: string
let simulator: Simulator
let configuration: ConfigurationFile

beforeAll(async () => {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  listen = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  configuration = await writeConfiguration(simulator, fleet.certificates, { server: { listen } })
})
afterAll(async () => {
  other.close()
  await simulator.close()
  await configuration.remove()
})

test.each([
  ['run', () => ['run', '--config', configuration.path]],
  ['demo', () => ['demo', '--listen', listen]],
])('%s ends where another program listens on its address', async (_, argv) => {
  const program = startExporter(argv())
  // Left alive it would be a daemon that nobody can scrape, and nobody starts again.
  expect(await program.exit).toBe(1)
  expect(program.stderr).toMatch(/cannot listen: .*EADDRINUSE.*another program listens there already/)
})
