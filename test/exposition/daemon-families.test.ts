import { expect, test } from 'vitest'
import { type DaemonStatus, familiesOfDaemon } from '../../src/exposition/daemon-families.ts'

const quiet: DaemonStatus = {
  build: { version: '1.0.0', revision: 'abc', nodeVersion: '24.0.0' },
  certificates: 0,
  hostnames: 0,
  zones: 0,
  scheduleInterval: 3600,
  lastCycle: undefined,
  nextCycle: 1000,
  config: { reloadSuccessful: true, reloadedAt: 500, hash: 7 },
  webConfig: { lastReloadSuccessful: undefined, tlsExpiry: undefined },
  shard: { index: 0, total: 1 },
  tokens: [],
  readable: [],
  trustFiles: [],
  keys: [],
  stateWrittenAt: undefined,
  lastStateWriteSuccessful: undefined,
}

test.each<[string, (value: boolean | undefined) => Partial<DaemonStatus>]>([
  ['web_config_last_reload_successful', (value) => ({ webConfig: { lastReloadSuccessful: value, tlsExpiry: 1 } })],
  ['state_last_write_successful', (value) => ({ lastStateWriteSuccessful: value })],
])('%s is 1, 0, or absent where nothing is known', (name, statusWith) => {
  const valuesOf = (value: boolean | undefined) =>
    familiesOfDaemon({ ...quiet, ...statusWith(value) })
      .find((family) => family.name === `cloudflare_cert_exporter_${name}`)
      ?.samples.map((sample) => sample.value)
  expect([true, false, undefined].map(valuesOf)).toEqual([[1], [0], []])
})
