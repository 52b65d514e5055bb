import process from 'node:process'
import { systemClock } from '../../src/clock.ts'
import { loadConfig } from '../../src/config/load.ts'
import { startDaemon } from '../../src/daemon/daemon.ts'
import { systemSurroundings } from '../../src/daemon/surroundings.ts'
import { createLogger } from '../../src/log/logger.ts'
import { Redactor } from '../../src/log/redaction.ts'
import { systemDisk } from '../../src/state/state-disk.ts'

/** The daemon without its pace towards Cloudflare, which would make a cycle over a thousand zones last for minutes. */
const path = process.argv[2] ?? ''
const load = async () => {
  const loaded = await loadConfig({ path, env: {} })
  if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join('\n'))
  const { config } = loaded
  return { ...loaded, config: { ...config, cloudflare: { ...config.cloudflare, requestsPer5m: 1e9 } } }
}
const redactor = new Redactor()
const log = createLogger({ level: 'info', format: 'json', colour: false, redactor, destination: process.stderr })
const daemon = await startDaemon({
  ...systemSurroundings,
  config: (await load()).config,
  load,
  proxy: { httpsProxy: undefined, noProxy: undefined },
  nodeVersion: process.versions.node,
  log,
  logLines: { dropped: 0 },
  redactor,
  clock: systemClock,
  random: Math.random,
  host: { disk: systemDisk, clock: systemClock },
})
process.once('SIGTERM', () => void daemon.stop())
