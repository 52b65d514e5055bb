import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { StatusPage } from '../page/document.ts'
import type { DaemonFacts } from '../report/daemon-facts.ts'

/** What a page is made of, beside the time. */
export interface PageSources {
  readonly snapshot: Snapshot
  readonly daemon: DaemonFacts
}

interface KeptPage {
  readonly snapshot: Snapshot
  /** The facts as JSON. */
  readonly daemon: string
  readonly madeAt: UnixSeconds
  readonly page: StatusPage
}

/** How late a page may show what time alone has changed. Readers ask every 30 seconds. */
const longestUse: Seconds = 40
/** An older page is made again after it was given out, so that a reader who comes back does not wait for it. */
const renewedFrom: Seconds = 10
/** Each search is another page, of about 120 kB. */
export const mostPages = 8

/**
 * Keeps the pages that were asked for last. At 10,000 certificates one takes 25 ms to make, and most readers ask for the same one. A page is used
 * again while nothing is new: a change of what is known, or of the daemon, makes another one at once.
 */
export class PageCache {
  readonly #make: (address: string, now: UnixSeconds) => StatusPage
  readonly #later: (work: () => void) => void
  #pages = new Map<string, KeptPage>()

  /**
   * @param make makes the page of an address
   * @param later runs something when the answers under way have been passed on
   */
  constructor(make: (address: string, now: UnixSeconds) => StatusPage, later: (work: () => void) => void) {
    this.#make = make
    this.#later = later
  }

  of(address: string, sources: PageSources, now: UnixSeconds): StatusPage {
    const daemon = JSON.stringify(sources.daemon)
    const kept = this.#pages.get(address)
    const age = kept ? now - kept.madeAt : 0
    if (!kept || kept.snapshot !== sources.snapshot || kept.daemon !== daemon || age < 0 || age > longestUse)
      return this.#keep(address, { snapshot: sources.snapshot, daemon, madeAt: now, page: this.#make(address, now) })
    if (age >= renewedFrom)
      this.#later(() => {
        if (this.#pages.get(address) === kept)
          this.#keep(address, { ...kept, madeAt: now, page: this.#make(address, now) })
      })
    return kept.page
  }

  #keep(address: string, kept: KeptPage): StatusPage {
    this.#pages.delete(address)
    this.#pages = new Map([...this.#pages, [address, kept] as const].slice(-mostPages))
    return kept.page
  }
}
