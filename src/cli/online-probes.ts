import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'
import type { Credential } from '../config/model.ts'
import { readCredential } from '../daemon/credential-secrets.ts'
import { type CheckFailure, type CheckFailureReason, failureSentenceAtFirst } from '../inventory/check-failure.ts'
import { type ReadOutcome, withoutDeleted } from '../inventory/listing-outcome.ts'
import type { ListedCertificate, WatchedPlace, WatchedZone } from '../inventory/snapshot.ts'
import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import { discoverZones } from '../monitor/discovery.ts'
import { associationOf, listedOf, listingOf } from '../monitor/read-outcomes.ts'
import type { Probe, Stop, Tools, Tried } from './online.ts'
import type { TriedPlace } from './tried-places.ts'
import { remedyFor, type WayToCloudflare } from './way-to-cloudflare.ts'

type Failure = Pick<CheckFailure, 'reason' | 'detail' | 'refused'>

/** The probes that need no knowledge of what the credential sees. */
export function probesBeforeZone(credential: Credential, tools: Tools): readonly Probe[] {
  const { name } = credential
  const isDiscovering = tools.inventory.snapshot.discoveries.has(name)
  return [
    { what: 'to read it', attempt: () => trySecret(credential) },
    ...(credential.kind === 'token'
      ? [{ what: 'whether it is valid', attempt: () => tryToken(credential, tools) }]
      : []),
    // Only discovery needs this permission.
    ...(isDiscovering ? [{ what: 'the list of zones', attempt: () => tryZones(name, tools) }] : []),
  ]
}

/** One read of each of these kinds, and in a whole zone one of each thing that it has besides. */
export function probesOfPlace(
  credentials: string,
  { place, kinds, isWhole }: TriedPlace,
  tools: Tools,
): readonly Probe[] {
  const lists = kinds.map((kind) => probeOfList(kind, credentials, place, tools))
  return isWhole && place.scope === 'zone' ? [...lists, ...probesOfZone(credentials, place, tools)] : lists
}

function probesOfZone(
  credentials: string,
  { scopeId: zoneId, name: zone, hostnames }: WatchedZone,
  { client, signal, way }: Tools,
): readonly Probe[] {
  const [hostname] = hostnames.keys()
  const store = `whether the zone store of ${zone} is on`
  const attemptStore = async () => {
    const answer = await client.zoneStoreEnabled(zoneId, credentials, signal)
    return [reading(answer, store, (isOn) => (isOn ? 'it is' : 'it is not'), way)]
  }
  if (hostname === undefined) return [{ what: store, attempt: attemptStore }]
  const what = `the association of ${hostname}`
  const attempt = async () => {
    const answer = associationOf(await client.association({ zoneId, hostname, credentials }, signal))
    return [reading(answer, what, ({ state }) => state, way)]
  }
  return [
    { what: store, attempt: attemptStore },
    { what, attempt },
  ]
}

function probeOfList(
  kind: CertificateKind,
  credentials: string,
  { scope, scopeId, name }: WatchedPlace,
  { client, inventory, signal, now, way }: Tools,
): Probe {
  const what = `the ${kind} certificates of ${name}`
  const attempt = async () => {
    const answer = await client.certificates({ kind, scopeId, credentials }, signal)
    // What stands in an account decides what a cycle costs there.
    if (scope === 'account')
      inventory.publish(
        [{ scope, scopeId, listings: new Map([[kind, firstListingOf(answer)]]), checks: new Map() }],
        now(),
      )
    return [readingOfList(kind, answer, what, way)]
  }
  return { what, attempt }
}

/** What a list says before anything is known of its store. */
function firstListingOf(answer: ApiAnswer<CertificateList>): ReadOutcome<readonly ListedCertificate[]> {
  const isOutsidePlan = !answer.ok && answer.failure.reason === 'not_entitled'
  return isOutsidePlan ? { ok: true, value: [], isNotEntitled: true } : listingOf(answer, [])
}

/** The daemon treats a store outside of the plan as empty, so the command says so. */
function readingOfList(
  kind: CertificateKind,
  answer: ApiAnswer<CertificateList>,
  what: string,
  way: WayToCloudflare,
): Tried {
  if (answer.ok || answer.failure.reason !== 'not_entitled')
    return reading(answer, what, ({ certificates }) => `${countWatched(kind, certificates)}`, way)
  const { plan } = kinds[kind]
  const needs = plan === undefined ? '' : `; it needs ${plan}`
  return { trial: { outcome: 'warn', text: `cannot read ${what}: ${inWords(answer.failure)}${needs}` } }
}

/** As the daemon counts: a list still has what Cloudflare has deleted. */
function countWatched(kind: CertificateKind, certificates: CertificateList['certificates']): number {
  return withoutDeleted(kind, [...certificates.values()].map(listedOf)).length
}

/** Empty if the secret is there and has the right form. */
async function trySecret(credential: Credential): Promise<readonly Tried[]> {
  const secret = await readCredential(credential)
  if (!secret.ok)
    return [{ trial: { outcome: 'FAIL', text: `${secret.detail}: nothing was asked` }, stop: 'credential' }]
  return secret.oddity === undefined ? [] : [{ trial: { outcome: 'warn', text: secret.oddity } }]
}

async function tryToken({ name, accountId }: Credential, { client, signal, way }: Tools): Promise<readonly Tried[]> {
  const answer = await client.verifyToken(name, accountId, signal)
  if (answer.ok) {
    const { status } = answer.value
    const text = `the token is ${status}${endInWords(answer.value)}`
    return [{ trial: { outcome: status === 'active' ? 'ok' : 'FAIL', text } }]
  }
  const { failure } = answer
  const tried = failed(`the token could not be verified: ${inWords(failure)}`, failure, way)
  if (failure.reason !== 'auth') return [tried]
  const hint =
    accountId === undefined
      ? ': make a new one in the dashboard, or, if it belongs to an account, set account_id beside it'
      : ': make a new one in the dashboard'
  // A token of an account cannot be verified without its id, and may be good all the same.
  const stop = accountId === undefined ? undefined : tried.stop
  return [{ trial: { outcome: 'FAIL', text: `${tried.trial.text}${hint}` }, stop }]
}

function endInWords({ expiresOn, isExpiryUnreadable }: TokenAnswer): string {
  if (isExpiryUnreadable) return ', and its expires_on cannot be read'
  return expiresOn === undefined ? ', without an end' : ` until ${new Date(expiresOn * 1000).toISOString()}`
}

async function tryZones(credentials: string, tools: Tools): Promise<readonly Tried[]> {
  const { client, inventory, signal, now, way } = tools
  const outcome = await discoverZones(client, credentials, signal)
  inventory.publishDiscovery(credentials, outcome, now())
  if (outcome.ok) return [{ trial: { outcome: 'ok', text: `sees ${outcome.value.length} zones` } }]
  return [failed(`cannot list zones: ${inWords(outcome.failure)}`, outcome.failure, way)]
}

type Answer<T> = ApiAnswer<T> | { readonly ok: false; readonly failure: Failure }

function reading<T>(answer: Answer<T>, what: string, describe: (value: T) => string, way: WayToCloudflare): Tried {
  return answer.ok
    ? { trial: { outcome: 'ok', text: `reads ${what}: ${describe(answer.value)}` } }
    : failed(`cannot read ${what}: ${inWords(answer.failure)}`, answer.failure, way)
}

function failed(text: string, { reason }: Failure, way: WayToCloudflare): Tried {
  const remedy = hasRemedy.has(reason) ? { remedy: remedyFor(reason, way) } : {}
  return { trial: { outcome: 'FAIL', text, ...remedy }, stop: stops[reason] }
}

/** Every other request fails for the same reason. */
const stops: Readonly<Partial<Record<CheckFailureReason, Stop>>> = {
  network: 'everything',
  timeout: 'everything',
  auth: 'credential',
  credential: 'credential',
}

/** The other sentences say it already. */
const hasRemedy: ReadonlySet<CheckFailureReason> = new Set([
  'network',
  'timeout',
  'bad_response',
  'server_error',
  'rate_limited',
])

function inWords(failure: Failure): string {
  return `${failureSentenceAtFirst(failure)} (${failure.detail})`
}
