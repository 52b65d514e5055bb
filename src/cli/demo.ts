import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import { Redactor } from '../log/redaction.ts'
import { defaultCredentials } from '../simulator/api/credentials.ts'
import { demoFleet } from '../simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { readConfiguration } from './configuration.ts'
import type { CliContext } from './context.ts'
import { writeDemoConfiguration } from './demo-configuration.ts'
import { openLog } from './environment.ts'
import { held } from './held-output.ts'
import type { CommonOptions } from './program.ts'
import { startOnThisHost } from './run.ts'

export interface DemoOptions extends CommonOptions {
  readonly listen: string
}

/** `demo`: the daemon against a simulated Cloudflare, until a signal ends it. */
export async function demo(options: DemoOptions, context: CliContext): Promise<number> {
  const { clock, random, interrupted } = context
  const date = () => new Date(clock.now() * 1000)
  const fleet = await demoFleet({ now: date() })
  const tokenExpiresOn = new Date((clock.now() + 90 * 86_400) * 1000).toISOString()
  const credentials = { ...defaultCredentials, tokenExpiresOn }
  const simulator = await startSimulator({ fleet, clock: date, random, credentials })
  const folder = await mkdtemp(join(tmpdir(), 'cloudflare-cert-exporter-demo-'))
  // The first cycle logs a lot. The lines for the reader come first.
  const { output: stderr, release } = held(context.stderr)
  try {
    const path = await writeDemoConfiguration(folder, simulator, fleet, options.listen)
    const config = await readConfiguration(path, {})
    const redactor = new Redactor()
    const { log, lines } = openLog(options, { ...context, stderr }, redactor, stderr.isTerminal ? 'pretty' : 'json')
    const proxy = { httpsProxy: undefined, noProxy: undefined }
    const load = () => loadConfig({ path, env: {} })
    const daemon = await startOnThisHost({ config, load, proxy, log, logLines: lines, redactor }, context)
    context.onHangup(() => daemon.reload())
    await firstCycle(daemon.url, context)
    context.stdout.write(
      introduction(daemon.url, simulator, path, fleet.certificates.length + (fleet.resources ?? []).length),
    )
    release()
    await interrupted
    await daemon.stop()
    return 0
  } finally {
    release()
    await simulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Before the first cycle the page would be empty. */
async function firstCycle(url: string, { clock }: CliContext): Promise<void> {
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (let tries = 0; tries < 30 && !(await isReady()); tries++) await clock.sleep(0.1, new AbortController().signal)
}

function introduction(url: string, { controlUrl }: Simulator, path: string, certificates: number): string {
  const command = (words: string) => `npm start --silent -- ${words} --config ${path}`
  return `
A simulated Cloudflare with ${certificates} certificates, and the daemon that watches them. Ctrl-C ends both.

  the page         ${url}/
  the metrics      curl ${url}/metrics
  the same as JSON curl ${url}/api/v1/certificates

To try in another terminal, while this one runs:

  a table          ${command('check')}
  what it may read ${command('validate --online')}
  a configuration  ${command('discover --kind all')}
  play an outage   curl ${controlUrl}    (says how)

Many of the certificates have something wrong with them, so that there is something to see: the log below says so in red.

`
}
