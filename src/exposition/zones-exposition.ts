import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedPlace } from './aspects.ts'
import { type CachedPage, writeCachedPage } from './cached-page.ts'
import { writeCountdown } from './countdown.ts'
import { deflateForNow, joinForAnswers, type Part } from './deflated-part.ts'
import type { ExposedFamilies } from './exposed-families.ts'
import type { Family } from './family.ts'
import { FamilyWriter } from './family-writer.ts'
import { InflatedLines } from './inflated-lines.ts'
import { type Body, deflatedLength, gzipBody, type HeldBytes, plainBody, plainBodyAfter } from './page-body.ts'
import { SharedWork } from './shared-work.ts'
import { contentTypes, type Format, writeEnd } from './text.ts'

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
  /** What is the same in the next edition if nothing changes. Then it is the same array. */
  readonly cached: readonly Part[]
  /** What was written for this edition alone. */
  readonly own: readonly Part[]
  readonly shared: HeldBytes['shared']
}

/** Writes expositions and keeps what the next one can use again. Scrapes that come while one is being written share the next one. */
export class ZonesExposition<M extends Moment> {
  readonly #source: ExpositionSource<M>
  readonly #editions = new SharedWork(() => this.#edition())
  readonly #inflated = new InflatedLines()
  readonly #writers = { text: new FamilyWriter('text'), openmetrics: new FamilyWriter('openmetrics') }
  #cachedPage: CachedPage | undefined
  #last: Edition<M> | undefined

  constructor(source: ExpositionSource<M>) {
    this.#source = source
  }

  async write(format: Format): Promise<WrittenExposition> {
    const last = this.#last
    const { moment, cached, own, shared } =
      last && this.#source.isRecent(last.moment) ? last : await this.#editions.next()
    const families = await this.#source.families(moment)
    const wanted = families.filter(({ name }) => moment.exposed.isExposed(name))
    const ending = await deflateForNow(this.#writers[format].write(wanted) + writeEnd(format))
    const others = [...own, ending]
    const all = [...cached, ...others]
    const held = { bytes: deflatedLength(others), shared }
    const kept = this.#inflated.of(cached)
    return {
      contentType: contentTypes[format],
      gzip: () => gzipBody(all, held),
      plain: () => (kept ? plainBodyAfter(cached, kept, others) : plainBody(all, held)),
    }
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
    const isSame = this.#last?.shared?.key === this.#cachedPage
    const cached =
      isSame && this.#last ? this.#last.cached : [joinForAnswers(this.#cachedPage.families.map(({ whole }) => whole))]
    const shared = { key: this.#cachedPage, bytes: deflatedLength(cached) }
    this.#last = { moment, cached, own: days, shared }
    return this.#last
  }
}
