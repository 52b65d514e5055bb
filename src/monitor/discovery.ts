import type { CloudflareClient } from '../cloudflare/client.ts'
import { type ApiFailure, apiFailureReasons } from '../cloudflare/failure.ts'
import { type ListedZone, largestZonePage, type ZonePage } from '../cloudflare/zone-page.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import type { DiscoveredZone } from '../inventory/snapshot.ts'

/** Enough for fifty thousand zones. */
const mostPages = 1_000
/** A listing of more pages than this is not read a second time. */
const fewPages = 40

type ZoneLister = Pick<CloudflareClient, 'zones'>

/**
 * Reads all zones that a credential can see, page by page. It stops when the count proves that no zone is missing. If there is no
 * count that can be right, it stops when a page brings nothing new. A listing that changes while it is read is read once more. If
 * one page fails, the other pages are read all the same.
 * @throws the signal's reason, once that is aborted
 */
export async function discoverZones(
  source: ZoneLister,
  credentials: string,
  signal: AbortSignal,
): Promise<ReadOutcome<readonly DiscoveredZone[]>> {
  const first = await readPages(source, credentials, signal)
  const isShifted = !first.ok && first.suspicion === 'shifted'
  const wasShort = !first.ok && (first.partial?.length ?? 0) <= fewPages * largestZonePage
  return isShifted && wasShort ? readPages(source, credentials, signal) : first
}

async function readPages(
  source: ZoneLister,
  credentials: string,
  signal: AbortSignal,
): Promise<ReadOutcome<readonly DiscoveredZone[]>> {
  const pages = new Pages()
  for (let page = 1; page <= mostPages && !pages.areRead; page++) {
    const answer = await source.zones(page, credentials, signal)
    if (answer.ok) pages.add(answer.value)
    else pages.fail(answer.failure)
  }
  return pages.outcome()
}

/** Collects what the pages of one listing say. */
class Pages {
  readonly #zones = new Map<string, ListedZone>()
  /** The number of entries that came, including unreadable and repeated ones. */
  #read = 0
  #unreadable = 0
  /** The number of entries that repeat another entry of their own page. */
  #twice = 0
  #total: number | undefined
  #isShifted = false
  #isEnded = false
  #failures: readonly ApiFailure[] = []

  get areRead(): boolean {
    return this.#isEnded
  }

  add({ zones, unreadable, total }: ZonePage): void {
    const ids = new Set(zones.map(({ zoneId }) => zoneId))
    const isRepeated = ids.size > 0 && [...ids].every((zoneId) => this.#zones.has(zoneId))
    const isOther = total !== undefined && this.#total !== undefined && total !== this.#total
    this.#total ??= total
    // A page that was already read means that the listing changes while it is read, or that the server ignores the page number. But if
    // no count announces a second page and the first page was not full, it only means that there is no second page.
    const isOnlyPage = !this.#hasCount && zones.length < largestZonePage
    this.#isShifted ||= isOther || (isRepeated && !isOnlyPage)
    this.#read += zones.length + unreadable
    this.#unreadable += unreadable
    this.#twice += zones.length - ids.size
    for (const zone of zones) this.#zones.set(zone.zoneId, zone)
    const isEmpty = zones.length + unreadable === 0
    this.#isEnded = this.#isShifted || isRepeated || isEmpty || this.#isComplete
  }

  /** One page may fail for ever while the others can be read. A second failure, or one that is not about the page, ends the reading. */
  fail(failure: ApiFailure): void {
    const { otherPagesMayWork } = apiFailureReasons[failure.reason]
    const isLast = failure.unsent === true || !otherPagesMayWork || this.#failures.length > 0
    this.#failures = [...this.#failures, failure]
    this.#isEnded = isLast || this.#isComplete
  }

  outcome(): ReadOutcome<readonly DiscoveredZone[]> {
    const zones = [...this.#zones.values()].toSorted((a, b) => (a.zoneId < b.zoneId ? -1 : 1))
    const [failure] = this.#failures
    if (failure) return { ok: false, failure, ...(zones.length > 0 && { partial: zones }) }
    return this.#judged(zones)
  }

  /** Whether there is a count that can be right: it is not less than the number of zones that came. */
  get #hasCount(): boolean {
    return this.#total !== undefined && this.#zones.size <= this.#total
  }

  /** Whether as many entries came as the count says. */
  get #isComplete(): boolean {
    const { length: failed } = this.#failures
    return this.#hasCount && this.#read + failed * largestZonePage >= (this.#total ?? 0)
  }

  /** An empty list is not believed: with a credential that sees no zone, nobody would hear that nothing is watched. */
  #judged(zones: readonly ListedZone[]): ReadOutcome<readonly DiscoveredZone[]> {
    const total = this.#total ?? zones.length
    if (this.#isShifted) return notBelieved('shifted', '', zones)
    if (this.#unreadable > 0) return notBelieved('unreadable', `: ${this.#unreadable}`, zones)
    if (zones.length < total) {
      // An entry that came on two pages has moved between them. An entry that stands twice on one page has not.
      if (this.#read - this.#twice >= total) return notBelieved('shifted', '', zones)
      const twice = this.#twice > 0 ? `, ${this.#twice} of its entries repeat another one` : ''
      return notBelieved('incomplete', `: ${zones.length} of ${total}${twice}`, zones)
    }
    return zones.length === 0 ? notBelieved('empty') : { ok: true, value: zones }
  }
}
