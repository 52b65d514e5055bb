import { appendFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { systemSurroundings } from '../../src/daemon/surroundings.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { startInProcess } from '../reliability/support/daemon.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { sharedDemoFleet } from '../support/fleet.ts'

test('a configuration that changes between its loading and the first look at its file is loaded again', async () => {
  const fleet = await sharedDemoFleet()
  const simulator = await startSimulator({ fleet, clock: () => new Date() })
  const configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 1))
  const clock = new FakeClock()
  const daemon = await startInProcess(configuration.path, clock, {
    surroundings: {
      openListeners: async (options) => {
        await appendFile(configuration.path, '# another content\n')
        return systemSurroundings.openListeners(options)
      },
    },
  })
  onTestFinished(async () => {
    await daemon.stop()
    await simulator.close()
    await configuration.remove()
  })
  const reloaded = daemon.log.saw('reloaded')
  await clock.advance(5)
  expect(await reloaded).toMatchObject({ trigger: 'changed' })
})
