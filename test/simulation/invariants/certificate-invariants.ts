import type { CertificateTruth, Version } from '../cloudflare/truth.ts'
import { type DisturbanceName, disturbances, rightReasons } from '../cloudflare/weather.ts'
import type { Watch } from '../world/watch.ts'
import type { World } from '../world/world.ts'
import { mayKeepZone, mustBeGone } from './deletion.ts'
import { expiryAlertOf, expiryAlertSeen } from './expiry-alert.ts'
import { stillRefused, tooOld } from './freshness.ts'
import { areTermsSettled, isCalm, longestThresholds, shortestThresholds, wellSince } from './knowledge.ts'
import type { SeenCertificate } from './scrape.ts'
import type { WatchScrape } from './watch-invariants.ts'

const [info, warning, critical] = [1, 2, 3]

/** How old an answer may be when it is shown, in seconds: the longest cycle, and the longest wait for a disk. */
const longestCycle = 1800
/** While a cycle is in progress a severity may be that of so many seconds before. */
const longestLag = 9

/** So many seconds after it has read its state the daemon must have asked for everything again. */
const askedAfterRestoring = 900

interface Judged extends WatchScrape {
  readonly truth: CertificateTruth
  readonly version: Version
  /** Whether the daemon has had all that it needs to know this. */
  readonly isKnown: boolean
  readonly now: number
  readonly broken: (invariant: string, text: string) => void
}

/** What must hold of one certificate at a scrape. */
export function judgeCertificate(all: WatchScrape, truth: CertificateTruth): void {
  const { world, watch, scrape } = all
  const version = world.truth.present(truth)
  const seen = scrape.certificates.get(truth.key)
  const about = [truth.key, truth.zoneId, ...watch.names]
  const broken = (invariant: string, text: string) => world.violate(invariant, `${truth.key}: ${text}`, about)
  const isKnown = watch.mustKnow(version)
  const judged = { ...all, truth, version, isKnown, now: scrape.at, broken }
  const { clockRightSince } = watch
  if (clockRightSince === undefined || scrape.at < clockRightSince + 300) return
  if (seen && mustBeGone(world, truth, version, wellSince(world, watch)))
    broken('never a lie', 'it is gone, and still shown while lists are partial')
  if (isKnown && !version.exists) {
    noLongerThere(judged, seen)
    return
  }
  if (isKnown && (seen || all.isWhole)) mustBeKnown(judged, seen)
  if (seen) {
    neverSilent(judged, seen)
    neverALie(judged, seen)
    rightReason(judged, seen)
    const well = wellSince(world, watch)
    const refused = stillRefused(world, truth, seen, well && Math.max(well, watch.restoredAt))
    if (refused) broken('never old', refused)
    if (isCalm(world, watch, truth.zoneId)) neverForNothing(judged, seen)
  }
}

/** Cloudflare no longer has it. */
function noLongerThere(judged: Judged, seen: SeenCertificate | undefined): void {
  const { world, truth, version, isWhole, broken } = judged
  const { afterlife = 'none' } = version
  if (afterlife === 'none' && seen && !mayKeepZone(world, truth.zoneId))
    broken('never a lie', 'it is gone, and still shown')
  if (afterlife !== 'must' || (!seen && !isWhole)) return
  if (!seen?.isGone || (seen.severity ?? 0) < critical)
    broken('never silent', 'Cloudflare took it away, nothing takes its place, and nothing critical fires')
}

/** From the warning threshold on it says so, whatever happens meanwhile. */
function mustBeKnown({ world, watch, truth, version, now, broken }: Judged, seen: SeenCertificate | undefined): void {
  const end = world.epoch + version.end
  if (seen?.expiry === undefined) broken('never silent', 'it is there, and not shown')
  else if (seen.expiry !== end) broken('never a lie', `it ends at ${end}, and ${seen.expiry} is shown`)
  if (!version.presented || !seen) return
  if (seen.inUse === 0) broken('never silent', 'Cloudflare presents it, and it counts as unused')
  const left = version.end - now
  const severity = seen.severity ?? 0
  const thresholds = shortestThresholds(world, [watch], truth, version)
  if (left + longestLag < thresholds.critical && severity < critical)
    broken('never silent', `${left} s are left, and nothing critical fires`)
  if (left + longestLag < thresholds.warning && severity < warning)
    broken('never silent', `${left} s are left, and nothing fires`)
  if (!areTermsSettled(world, [watch])) return
  const [right, fires] = [expiryAlertOf(left, thresholds), expiryAlertSeen(seen, world.epoch + now)]
  if (fires !== right)
    broken('exactly one expiry alert', `${left} s are left, and ${fires ?? 'none'} fires instead of ${right ?? 'none'}`)
}

/** Where it cannot be read somebody is told by `stale_after`. */
function neverSilent({ world, watch, truth, now, scrape, broken }: Judged, seen: SeenCertificate): void {
  const since = world.weather.blockedSince(truth.zoneId)
  if (since === undefined || now - since < world.staleAfter + 900 || seen.lastSuccess === undefined) return
  if (isByWrongClock(world, watch, truth)) return
  if (seen.lastSuccess > world.epoch + since + 60)
    broken('never a lie', 'its last success lies in the time in which nothing could be read')
  const others = ['exporter_token_valid', 'exporter_credential_readable'].map((name) => scrape.others.get(name))
  if ((seen.severity ?? 0) < critical && seen.inUse !== 0 && !others.includes(0))
    broken('never silent', `nothing could be read of it for ${now - since} s, and nothing critical fires`)
}

/** What is shown was so when it was last read. */
function neverALie({ world, watch, truth, now, broken }: Judged, seen: SeenCertificate): void {
  const { epoch } = world
  if (seen.lastSuccess !== undefined && !isByWrongClock(world, watch, truth)) {
    const readAt = seen.lastSuccess - epoch
    if (readAt > now + 1) broken('never a lie', `its last success is ${readAt - now} s ahead`)
    // Of one that is gone it is when that was found. What else is shown of it was read before.
    const readFrom = seen.isGone ? 0 : readAt - longestCycle
    const possible = world.truth.between(truth, readFrom, readAt + longestCycle)
    if (seen.expiry !== undefined && !possible.some(({ end }) => epoch + end === seen.expiry))
      broken('never a lie', `${seen.expiry} is shown, which was not so at its last success`)
  }
}

/** Whose fault a failure is is named rightly. */
function rightReason({ world, watch, truth, now, broken }: Judged, seen: SeenCertificate): void {
  const { weather } = world
  if (seen.success !== 0 || seen.reason === undefined || seen.reason === 'not_found') return
  // A state file that was just read may say what failed long ago.
  const isRestored = now - watch.restoredAt < askedAfterRestoring
  const moment = isRestored ? 0 : now - 3 * world.interval
  const names = [...weather.since(truth.zoneId, moment), ...weather.heldBackSince(moment)]
  const right = new Set(names.flatMap(reasonsOf))
  // Cloudflare says so of a zone that is gone, until the configuration is loaded that does not name it.
  if (!world.has(truth.zoneId)) right.add('permission')
  if (!right.has(seen.reason))
    broken('never a lie', `its check fails for ${seen.reason}, and what was wrong: ${names.join(' ')}`)
}

/** Whether the last success may have been when the computer's clock was wrong. */
function isByWrongClock(
  { weather, time, interval }: World,
  { clockRightSince = Number.POSITIVE_INFINITY }: Watch,
  { zoneId }: CertificateTruth,
): boolean {
  const end = weather.blockedSince(zoneId) ?? time.now
  return clockRightSince > 0 && end < clockRightSince + 2 * interval
}

function reasonsOf(name: DisturbanceName): readonly string[] {
  const kind = disturbances[name]
  if (kind === 'misleads') return ['bad_response']
  return rightReasons[name] ?? ['server_error', 'timeout', 'rate_limited']
}

/** What is fine pages nobody. */
function neverForNothing({ world, watch, truth, version, isKnown, now, broken }: Judged, seen: SeenCertificate): void {
  if (!isKnown) return
  const severity = seen.severity ?? 0
  if (seen.success === 0) broken('never a lie', 'everything is well, and its check fails')
  const age = tooOld(world, seen, now)
  if (age) broken('never old', age)
  const thresholds = longestThresholds(world, [watch], truth, version)
  const isFine = !version.presented || version.end - now > thresholds.warning
  if (isFine && severity > info) broken('never a lie', `it is fine, and its severity is ${severity}`)
  if (version.presented && version.end - now > thresholds.critical && severity >= critical)
    broken('never a lie', `it is not critical, and its severity is ${severity}`)
}
