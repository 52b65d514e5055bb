import type { CloudflareClient } from '../cloudflare/client.ts'
import type { ApiFailure } from '../cloudflare/failure.ts'
import { type ListedZone, largestZonePage, type ZonePage } from '../cloudflare/zone-page.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import type { DiscoveredZone } from '../inventory/snapshot.ts'

/** Fifty thousand zones. */
const mostPages = 1_000
/** A listing that took longer than so many pages is not read twice. */
const fewPages = 40

type ZoneLister = Pick<CloudflareClient, 'zones'>

/**
 * Reads all zones that a credential can see, page by page until their count proves that none is missing, or, where there is no count
 * that can be right, until a page brings nothing new. A listing that changes under the reader's hands is read once more. What the
 * other pages have is read although one of them fails.
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

/** What was read of a listing, page by page. */
class Pages {
  readonly #zones = new Map<string, ListedZone>()
  /** Entries that came, those that cannot be read and those that came before too. */
  #read = 0
  #unreadable = 0
  /** Zones that stand twice in one page. */
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
    // A page that was read already says that the listing moves under the reader's hands, or that nobody turns its pages; where no count
    // says that there is a second page and the first was not full, it says that there is none.
    const isOnlyPage = !this.#hasCount && zones.length < largestZonePage
    this.#isShifted ||= isOther || (isRepeated && !isOnlyPage)
    this.#read += zones.length + unreadable
    this.#unreadable += unreadable
    this.#twice += zones.length - ids.size
    for (const zone of zones) this.#zones.set(zone.zoneId, zone)
    const isEmpty = zones.length + unreadable === 0
    this.#isEnded = this.#isShifted || isRepeated || isEmpty || this.#isComplete
  }

  /** One page may fail for ever while the others are read well. A second failure is one of the API, and so is one that needs no page. */
  fail(failure: ApiFailure): void {
    const isOfThePage = failure.reason === 'server_error' || failure.reason === 'bad_response'
    const isLast = failure.unsent === true || !isOfThePage || this.#failures.length > 0
    this.#failures = [...this.#failures, failure]
    this.#isEnded = isLast || this.#isComplete
  }

  outcome(): ReadOutcome<readonly DiscoveredZone[]> {
    const zones = [...this.#zones.values()].toSorted((a, b) => (a.zoneId < b.zoneId ? -1 : 1))
    const [failure] = this.#failures
    if (failure) return { ok: false, failure, ...(zones.length > 0 && { partial: zones }) }
    return this.#judged(zones)
  }

  /** A count that is less than what came is wrong. */
  get #hasCount(): boolean {
    return this.#total !== undefined && this.#zones.size <= this.#total
  }

  /** Whether as many came as are counted. */
  get #isComplete(): boolean {
    const { length: failed } = this.#failures
    return this.#hasCount && this.#read + failed * largestZonePage >= (this.#total ?? 0)
  }

  /** A credential that sees no zone at all is not made for this: nobody would hear that nothing is watched. */
  #judged(zones: readonly ListedZone[]): ReadOutcome<readonly DiscoveredZone[]> {
    const total = this.#total ?? zones.length
    if (this.#isShifted) return notBelieved('shifted', '', zones)
    if (this.#unreadable > 0) return notBelieved('unreadable', `: ${this.#unreadable}`, zones)
    if (zones.length < total) {
      // What came on two pages moved from one to the other; what stands twice in one page did not.
      if (this.#read - this.#twice >= total) return notBelieved('shifted', '', zones)
      const twice = this.#twice > 0 ? `, ${this.#twice} of its entries repeat another one` : ''
      return notBelieved('incomplete', `: ${zones.length} of ${total}${twice}`, zones)
    }
    return zones.length === 0 ? notBelieved('empty') : { ok: true, value: zones }
  }
}
