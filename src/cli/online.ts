import type { UnixSeconds } from '../certificate/model.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'
import type { Config, Credential } from '../config/model.ts'
import { formatDuration } from '../config/values/duration.ts'
import { readCredential } from '../daemon/credential-secrets.ts'
import type { CheckFailure } from '../inventory/check-failure.ts'
import { Inventory } from '../inventory/inventory.ts'
import { zonesOf } from '../inventory/places.ts'
import { isAskedWith } from '../inventory/read-histories.ts'
import type { Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import { kindsReadByDefault } from '../kinds/kinds.ts'
import { Redactor } from '../log/redaction.ts'
import { cycleCosts } from '../monitor/cost.ts'
import { discoverZones } from '../monitor/discovery.ts'
import { associationOf } from '../monitor/read-outcomes.ts'
import { printable } from '../report/printable.ts'
import type { CliContext } from './context.ts'
import { failureWords } from './failure-words.ts'
import { connectionFor } from './one-pass.ts'

/** One thing that was tried, in plain words. */
export interface Trial {
  readonly outcome: 'ok' | 'warn' | 'FAIL'
  readonly text: string
}

/**
 * Tries each credential with one read of each kind that it is configured for, and tells what a full cycle will cost.
 * @returns undefined where the user did not want to wait for the end
 */
export async function tryOnline(config: Config, context: CliContext): Promise<readonly Trial[] | undefined> {
  const { clock } = context
  const redactor = new Redactor()
  const inventory = new Inventory()
  inventory.watch(config.watch, clock.now())
  const connection = connectionFor(inventory, context, redactor)
  const stop = new AbortController()
  void context.interrupted.then(() => stop.abort(new Error('interrupted')))
  const tools: Tools = { client: connection.clientFor(config), inventory, signal: stop.signal, now: () => clock.now() }
  try {
    const trials: Trial[] = []
    for (const credential of config.credentials.values()) trials.push(...(await tryCredential(credential, tools)))
    if (trials.every(({ outcome }) => outcome !== 'FAIL'))
      trials.push(...costTrials(config, inventory.snapshot, clock.now()))
    return trials.map(({ outcome, text }) => ({ outcome, text: printable(redactor.apply(text)) }))
  } catch (error) {
    if (stop.signal.aborted) return undefined
    throw error
  } finally {
    await connection.close()
  }
}

interface Tools {
  readonly client: CloudflareClient
  readonly inventory: Inventory
  readonly signal: AbortSignal
  readonly now: () => UnixSeconds
}

async function tryCredential(credential: Credential, tools: Tools): Promise<readonly Trial[]> {
  const { name } = credential
  const named = ({ outcome, text }: Trial): Trial => ({ outcome, text: `${name}: ${text}` })
  const secret = await trySecret(credential)
  if (secret.some(({ outcome }) => outcome === 'FAIL')) return secret.map(named)
  const token = credential.kind === 'token' ? [await tryToken(credential, tools)] : []
  const zones = await tryZones(name, tools)
  const watched = zonesOf(tools.inventory.snapshot).filter((each) => isAskedWith(each, name))
  const [zone] = watched
  const reads = zone
    ? await tryZone(name, zone, tools)
    : [{ outcome: 'warn', text: 'no zone is watched with it' } as const]
  return [...secret, ...token, ...zones, ...reads, ...sampled(watched.length)].map(named)
}

function sampled(zones: number): readonly Trial[] {
  return zones > 1
    ? [{ outcome: 'ok', text: `tried 1 of the ${zones} zones that it is for; check reads all of them` }]
    : []
}

/** Empty where the secret is there and looks like one. */
async function trySecret(credential: Credential): Promise<readonly Trial[]> {
  const reading = await readCredential(credential)
  if (!reading.ok) return [{ outcome: 'FAIL', text: `${reading.detail}: nothing was asked` }]
  return reading.oddity === undefined ? [] : [{ outcome: 'warn', text: reading.oddity }]
}

async function tryToken({ name, accountId }: Credential, { client, signal }: Tools): Promise<Trial> {
  const answer = await client.verifyToken(name, accountId, signal)
  if (!answer.ok) {
    const hint =
      accountId === undefined
        ? ': make a new one in the dashboard, or, where it belongs to an account, set account_id beside it'
        : ': make a new one in the dashboard'
    const text = `the token could not be verified: ${inWords(answer.failure)}`
    return { outcome: 'FAIL', text: answer.failure.reason === 'auth' ? `${text}${hint}` : text }
  }
  const { status } = answer.value
  return { outcome: status === 'active' ? 'ok' : 'FAIL', text: `the token is ${status}${endInWords(answer.value)}` }
}

function endInWords({ expiresOn, isExpiryUnreadable }: TokenAnswer): string {
  if (isExpiryUnreadable) return ', and its expires_on cannot be read'
  return expiresOn === undefined ? ', without an end' : ` until ${new Date(expiresOn * 1000).toISOString()}`
}

/** Only where zones are to be discovered: no other configuration needs that permission. */
async function tryZones(credentials: string, { client, inventory, signal, now }: Tools): Promise<readonly Trial[]> {
  if (!inventory.snapshot.discoveries.has(credentials)) return []
  const outcome = await discoverZones(client, credentials, signal)
  inventory.publishDiscovery(credentials, outcome, now())
  if (outcome.ok) return [{ outcome: 'ok', text: `sees ${outcome.value.length} zones` }]
  return [{ outcome: 'FAIL', text: `cannot list zones: ${inWords(outcome.failure, 'zones')}` }]
}

async function tryZone(credentials: string, zone: WatchedZone, tools: Tools): Promise<readonly Trial[]> {
  const { client, signal } = tools
  const { scopeId, name } = zone
  const [hostname] = zone.hostnames.keys()
  const lists: Trial[] = []
  for (const kind of kindsReadByDefault) {
    const answer = await client.certificates({ kind, scopeId, credentials }, signal)
    lists.push(trial(answer, `the ${kind} certificates of ${name}`, ({ certificates }) => `${certificates.size}`))
    // Whatever else is asked with it is refused as well.
    if (!answer.ok && answer.failure.reason === 'auth') return lists
  }
  const enabled = await client.zoneStoreEnabled(scopeId, credentials, signal)
  const store = trial(enabled, `whether the zone store of ${name} is on`, (isOn) => (isOn ? 'it is' : 'it is not'))
  if (hostname === undefined) return [...lists, store]
  const association = associationOf(await client.association({ zoneId: scopeId, hostname, credentials }, signal))
  return [...lists, store, trial(association, `the association of ${hostname}`, ({ state }) => state)]
}

type Tried<T> = ApiAnswer<T> | { readonly ok: false; readonly failure: Parameters<typeof inWords>[0] }

function trial<T>(answer: Tried<T>, what: string, describe: (value: T) => string): Trial {
  return answer.ok
    ? { outcome: 'ok', text: `reads ${what}: ${describe(answer.value)}` }
    : { outcome: 'FAIL', text: `cannot read ${what}: ${inWords(answer.failure)}` }
}

function inWords({ reason, detail }: Pick<CheckFailure, 'reason' | 'detail'>, asked?: 'zones'): string {
  return `${failureWords(reason, asked)} (${detail})`
}

function costTrials({ cloudflare, schedule }: Config, snapshot: Snapshot, now: UnixSeconds): readonly Trial[] {
  return cycleCosts(snapshot, cloudflare.requestsPer5m, now).map(({ credentials, requests, seconds }) => {
    const takes = formatDuration(Math.max(1, Math.ceil(seconds)))
    const text = `${credentials}: a full cycle makes about ${requests} requests, ${takes} at ${cloudflare.requestsPer5m} in five minutes`
    if (seconds <= schedule.intervalSeconds) return { outcome: 'ok', text }
    return { outcome: 'warn', text: `${text}: longer than the schedule's ${formatDuration(schedule.intervalSeconds)}` }
  })
}
