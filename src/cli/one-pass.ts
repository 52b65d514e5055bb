import type { CloudflareClient } from '../cloudflare/client.ts'
import { openTransport } from '../cloudflare/transport.ts'
import type { Config, Credential } from '../config/model.ts'
import { BundleReadings } from '../daemon/bundle-readings.ts'
import { CloudflareConnection } from '../daemon/cloudflare-connection.ts'
import { CycleLog } from '../daemon/cycle-log.ts'
import type { Surroundings } from '../daemon/surroundings.ts'
import { TrustFiles } from '../daemon/trust-files.ts'
import { readLimited } from '../files/read-limited.ts'
import { Inventory } from '../inventory/inventory.ts'
import { placesWatchedWith } from '../inventory/read-histories.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { Redactor } from '../log/redaction.ts'
import { runCycle } from '../monitor/cycle.ts'
import { ParsedPems } from '../monitor/parsed-pems.ts'
import { Publisher } from '../monitor/publisher.ts'
import { TrustBook } from '../trust/trust-book.ts'
import type { CliContext } from './context.ts'
import { openLog, proxySettings } from './environment.ts'
import type { CommonOptions } from './program.ts'
import { progressOn } from './progress.ts'

/** How a command reaches Cloudflare and its secrets. */
type Reach = Pick<Surroundings, 'openTransport' | 'readFile'> & Partial<Pick<Surroundings, 'nextTurn'>>
const systemReach: Reach = { openTransport, readFile: readLimited }

export interface PassSettings {
  readonly reach?: Reach
  /** Has the readings of the CA files afterwards. */
  readonly files?: TrustFiles
}

/**
 * Asks once for everything that a configuration watches. What fails is reported, and not asked for again.
 * @returns undefined if the user interrupted it
 */
export async function onePass(
  config: Config,
  options: CommonOptions,
  context: CliContext,
  redactor: Redactor,
  { reach = systemReach, files = new TrustFiles(() => undefined) }: PassSettings = {},
): Promise<Snapshot | undefined> {
  const { clock, random } = context
  await files.keep(config.trustFiles)
  const book = new TrustBook(files.anchorsOf)
  const inventory = new Inventory((presented, sources) => book.judge(presented, sources))
  inventory.watch(config.watch, clock.now())
  const bundlePaths = new Set(config.watch.bundles.map(({ path }) => path))
  inventory.publishBundles(new BundleReadings().outcomes(files.readings, bundlePaths), clock.now())
  const onSuspected = (name: string) => verify(config.credentials.get(name), source, connection, stop.signal)
  const connection = connectionFor(inventory, context, redactor, onSuspected, reach)
  const source = connection.clientFor(config)
  const cycleLog = new CycleLog(openLog(options, context, redactor, 'pretty').log, clock)
  const progress = progressOn(context.stderr)
  const publisher = new Publisher({ inventory, clock, published: () => progress.show(inventory.snapshot) })
  const stop = new AbortController()
  void context.interrupted.then(() => stop.abort(new Error('interrupted')))
  try {
    const cycle = {
      source,
      pems: new ParsedPems(reach.nextTurn),
      inventory,
      clock,
      random,
      publisher,
      discovered: () => progress.show(inventory.snapshot),
      suspicious: () => undefined,
      unreadable: () => undefined,
      internalError: cycleLog.internalError,
      probeDueIn: () => undefined,
    }
    await runCycle('all', cycle, stop.signal)
    return inventory.snapshot
  } catch (error) {
    if (stop.signal.aborted) return undefined
    throw error
  } finally {
    progress.end()
    await connection.close()
  }
}

/** A token that works for some zones is good. What waited for it goes on. */
async function verify(
  credential: Credential | undefined,
  client: CloudflareClient,
  connection: CloudflareConnection,
  signal: AbortSignal,
): Promise<void> {
  if (credential?.kind !== 'token') return
  const answer = await client.verifyToken(credential.name, credential.accountId, signal)
  if (answer.ok && answer.value.status === 'active') connection.verified(credential.name)
}

/** The connection to Cloudflare of a short command. */
export function connectionFor(
  inventory: Inventory,
  context: CliContext,
  redactor: Redactor,
  onSuspected: (credentials: string) => Promise<void> | undefined = () => undefined,
  reach = systemReach,
): CloudflareConnection {
  const { clock, random, environment } = context
  return new CloudflareConnection({
    proxy: proxySettings(environment),
    ...reach,
    redactor,
    clock,
    random,
    observer: { requested() {}, retried() {}, rateLimitRemaining() {} },
    onCircuit: () => undefined,
    onDenied: () => undefined,
    onCredentialRead: () => undefined,
    onSuspected,
    onRefusedThroughout: () => undefined,
    zonesWatched: (credentials) => placesWatchedWith(inventory.snapshot, credentials),
  })
}
