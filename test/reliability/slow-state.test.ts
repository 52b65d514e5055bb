import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { systemDisk } from '../../src/state/state-disk.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { patience } from '../support/watcher.ts'
import { type DaemonInProcess, startInProcess } from './support/daemon.ts'
import { expiries, scrape } from './support/scrape.ts'

let simulator: Simulator
let configuration: ConfigurationFile
let daemon: DaemonInProcess | undefined

beforeAll(async () => {
  const fleet = await demoFleet({ now: new Date() })
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  configuration = await writeConfiguration(simulator, fleet.certificates, { state: { path: 'state.json' } })
})
afterAll(async () => {
  await daemon?.stop()
  await simulator?.close()
  await configuration?.remove()
})

async function readiness(url: string): Promise<number> {
  return (await fetch(`${url}/readyz`)).status
}

// No mount here reads slowly: the file's reading is handed in, and ends when the test says so.
test('a start goes on without a state that is slow to read; once it is there it is ready and all is known', async () => {
  daemon = await startInProcess(configuration.path, systemClock)
  const { url } = daemon
  await vi.waitFor(async () => expect(await readiness(url)).toBe(200), patience)
  const before = expiries(await scrape(url))
  await daemon.stop()

  const outage = simulator.fault({ fault: 'stall_headers' })
  const read = Promise.withResolvers<void>()
  const restore = (path: string) => read.promise.then(() => systemDisk.restore(path))
  daemon = await startInProcess(configuration.path, systemClock, { disk: { ...systemDisk, restore } })
  const slow = daemon
  expect(expiries(await scrape(slow.url)).size).toBe(0)
  expect(await readiness(slow.url)).toBe(503)
  expect(await (await fetch(`${slow.url}/`)).text()).toContain('The state has not been read yet.')

  read.resolve()
  await vi.waitFor(async () => expect(await readiness(slow.url)).toBe(200), patience)
  expect(expiries(await scrape(slow.url))).toEqual(before)
  outage.lift()
})
