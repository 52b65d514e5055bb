import type { UnixSeconds } from '../certificate/model.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { Config, Credential } from '../config/model.ts'
import { Inventory } from '../inventory/inventory.ts'
import { Redactor } from '../log/redaction.ts'
import { printable } from '../report/printable.ts'
import type { CliContext } from './context.ts'
import { proxySettings } from './environment.ts'
import { connectionFor } from './one-pass.ts'
import { costTrials } from './online-costs.ts'
import { probesBeforeZone, probesOfPlace } from './online-probes.ts'
import { lineOn } from './progress.ts'
import { triedPlacesOf } from './tried-places.ts'
import type { WayToCloudflare } from './way-to-cloudflare.ts'

/** One thing that was tried, in plain words. */
export interface Trial {
  readonly outcome: 'ok' | 'warn' | 'FAIL'
  readonly text: string
  /** What to do about it, unless the text says so. */
  readonly remedy?: string
}

/** What is not tried any more, because it would fail for the same reason. */
export type Stop = 'credential' | 'everything'

export interface Tried {
  readonly trial: Trial
  readonly stop?: Stop | undefined
}

export interface Probe {
  /** Ends the words "trying …". */
  readonly what: string
  readonly attempt: () => Promise<readonly Tried[]>
}

export interface Tools {
  readonly client: CloudflareClient
  readonly inventory: Inventory
  readonly signal: AbortSignal
  readonly now: () => UnixSeconds
  readonly way: WayToCloudflare
}

interface Telling {
  /** Shows on a terminal what is being tried. */
  readonly trying: (what: string) => void
  readonly tell: (trial: Trial) => void
}

/**
 * Tries each credential with one read of each configured kind, and says what a full cycle costs.
 * @param tell receives each outcome as soon as it is known
 * @returns true if nothing failed, undefined if the user interrupted it
 */
export async function tryOnline(
  config: Config,
  context: CliContext,
  tell: (trial: Trial) => void,
): Promise<boolean | undefined> {
  const { clock, environment } = context
  const redactor = new Redactor()
  const inventory = new Inventory()
  inventory.watch(config.watch, clock.now())
  const connection = connectionFor(inventory, context, redactor)
  const stop = new AbortController()
  void context.interrupted.then(() => stop.abort(new Error('interrupted')))
  const way = { baseUrl: config.cloudflare.baseUrl, proxy: proxySettings(environment) }
  const client = connection.clientFor(config)
  const tools: Tools = { client, inventory, signal: stop.signal, now: () => clock.now(), way }
  const line = lineOn(context.stderr)
  const clean = (text: string) => printable(redactor.apply(text))
  const telling: Telling = {
    trying: (what) => line.show(clean(`trying ${what}`)),
    tell: (trial) => {
      line.end()
      tell({ ...trial, text: clean(trial.text) })
    },
  }
  try {
    const isFine = await tryCredentials(config, tools, telling)
    if (isFine) for (const trial of costTrials(config, inventory.snapshot, clock.now())) telling.tell(trial)
    return isFine
  } catch (error) {
    if (stop.signal.aborted) return undefined
    throw error
  } finally {
    line.end()
    await connection.close()
  }
}

async function tryCredentials({ credentials }: Config, tools: Tools, telling: Telling): Promise<boolean> {
  let isFine = true
  for (const credential of credentials.values()) {
    const { hasFailed, stop } = await tryCredential(credential, tools, telling)
    isFine &&= !hasFailed
    if (stop === 'everything') {
      telling.tell({ outcome: 'warn', text: 'nothing else was tried: it would fail for the same reason' })
      break
    }
  }
  return isFine
}

async function tryCredential(credential: Credential, tools: Tools, { trying, tell }: Telling) {
  const { name } = credential
  const all: Tried[] = []
  const run = async (probes: readonly Probe[]): Promise<Stop | undefined> => {
    for (const { what, attempt } of probes) {
      trying(`credential ${name}: ${what}`)
      const tried = await attempt()
      all.push(...tried)
      for (const { trial } of tried) tell({ ...trial, text: `credential ${name}: ${trial.text}` })
      const stop = tried.find((each) => each.stop !== undefined)?.stop
      if (stop) return stop
    }
    return undefined
  }
  // Only once its zones are listed is it known where it is to be tried.
  const stop = (await run(probesBeforeZone(credential, tools))) ?? (await run(probesOfPlaces(name, tools)))
  const hasFailed = all.some(({ trial }) => trial.outcome === 'FAIL')
  const { zones, triedZones } = triedPlacesOf(tools.inventory.snapshot, name)
  if (!hasFailed && triedZones < zones) {
    const text = `credential ${name}: tried ${triedZones} of the ${zones} zones that it is for; check reads all of them`
    tell({ outcome: 'ok', text })
  }
  return { hasFailed, stop }
}

function probesOfPlaces(name: string, tools: Tools): readonly Probe[] {
  const { tried } = triedPlacesOf(tools.inventory.snapshot, name)
  const probes = tried.flatMap((each) => probesOfPlace(name, each, tools))
  const trial = { outcome: 'warn', text: 'no zone is watched with it' } as const
  return probes.length > 0 ? probes : [{ what: 'a zone', attempt: async () => [{ trial }] }]
}
