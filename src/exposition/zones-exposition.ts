import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedPlace } from './aspects.ts'
import { type CachedPage, writeCachedPage } from './cached-page.ts'
import { writeCountdown } from './countdown.ts'
import { deflatePart, type Part } from './deflated-part.ts'
import type { ExposedFamilies } from './exposed-families.ts'
import type { Family } from './family.ts'
import { type Body, deflatedLength, gzipBody, type HeldBytes, plainBody } from './page-body.ts'
import { SharedWork } from './shared-work.ts'
import { contentTypes, type Format, writeEnd, writeFamilies } from './text.ts'

/** What the lines about places are written from. All of it comes from the same snapshot. */
export interface Moment {
  readonly now: UnixSeconds
  readonly places: readonly DisplayedPlace[]
  /** Which families are written. */
  readonly exposed: ExposedFamilies
}

export interface ExpositionSource<M extends Moment> {
  /** Is called once for each edition, at its beginning. */
  readonly take: () => M
  /** The families that are not about places. They are made for each scrape. */
  readonly families: (moment: M) => Promise<readonly Family[]>
  /** Whether the lines about places of an earlier moment may still be served. */
  readonly isRecent: (moment: M) => boolean
}

export interface WrittenExposition {
  readonly contentType: string
  readonly gzip: () => Body
  readonly plain: () => Body
}

interface Edition<M> {
  readonly moment: M
  readonly parts: readonly Part[]
  /** Those of `parts` that were written for this edition alone. */
  readonly own: readonly Part[]
  readonly cached: HeldBytes['shared']
}

/** Writes expositions and keeps what the next one can use again. Scrapes that come while one is being written share the next one. */
export class ZonesExposition<M extends Moment> {
  readonly #source: ExpositionSource<M>
  readonly #editions = new SharedWork(() => this.#edition())
  #cachedPage: CachedPage | undefined
  #last: Edition<M> | undefined

  constructor(source: ExpositionSource<M>) {
    this.#source = source
  }

  async write(format: Format): Promise<WrittenExposition> {
    const last = this.#last
    const { moment, parts, own, cached } =
      last && this.#source.isRecent(last.moment) ? last : await this.#editions.next()
    const families = await this.#source.families(moment)
    const wanted = families.filter(({ name }) => moment.exposed.isExposed(name))
    const ending = await deflatePart(writeFamilies(wanted, format) + writeEnd(format))
    const all = [...parts, ending]
    const held = { bytes: deflatedLength([...own, ending]), shared: cached }
    return { contentType: contentTypes[format], gzip: () => gzipBody(all, held), plain: () => plainBody(all, held) }
  }

  /** Writes now what has changed, so that the next scrape need not wait for it. */
  async prepare(): Promise<void> {
    await this.#editions.next()
  }

  async #edition(): Promise<Edition<M>> {
    const moment = this.#source.take()
    const { now, places, exposed } = moment
    this.#cachedPage = await writeCachedPage(places, now, this.#cachedPage, exposed)
    const days = exposed.hasCountdown ? await writeCountdown(places, now, this.#cachedPage.labels) : []
    const parts = this.#cachedPage.families.map(({ whole }) => whole)
    const cached = { key: this.#cachedPage, bytes: deflatedLength(parts) }
    this.#last = { moment, parts: [...parts, ...days], own: days, cached }
    return this.#last
  }
}
