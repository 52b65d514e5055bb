import { expect, test } from 'vitest'
import type { OneCertificate } from '../../src/api/api-schema.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { patience, startWatcher } from '../support/watcher.ts'

test('in which state a certificate was is known after a restart, from a file beside the state', async () => {
  const fleet = await sharedDemoFleet()
  const simulator = await startSimulator({ fleet, clock: () => new Date() })
  const { zoneId, certificateId } = fleet.certificates.find(({ name }) => name === 'ended-three-days-ago') ?? {}
  const lines = [
    `cloudflare: {base_url: "${simulator.baseUrl}"}`,
    'credentials: {default: {api_token_file: token}}',
    `certificates: [{zone_id: ${zoneId}, certificate_id: ${certificateId}}]`,
    'state: {path: state.json}',
  ]
  const watcher = await startWatcher(lines, { files: { token: simulator.credentials.token } })
  try {
    await watcher.firstCycle()
    await watcher.stop()
    // Nothing but the history knows any more that it has expired.
    await simulator.close()
    await watcher.write('state.json', '')
    await watcher.start()
    const url = `http://${watcher.host}/api/v1/certificates/hostname/${zoneId}/${certificateId}`
    const states = async () => {
      const one = (await (await fetch(url)).json()) as OneCertificate
      return one.history.map(({ state }) => state)
    }
    await expect.poll(states, patience).toContain('expired')
    expect((await states())[0]).toBe('expired')
  } finally {
    await watcher.close()
    await simulator.close()
  }
})
