import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedZone } from './aspects.ts'
import { type Body, deflatedLength, gzipBody, type HeldBytes, plainBody } from './body.ts'
import { type CachedPage, writeCachedPage } from './cached-page.ts'
import { writeCountdown } from './countdown.ts'
import type { ExposedFamilies } from './exposed-families.ts'
import type { Family } from './family.ts'
import { deflatePart, type Part } from './part.ts'
import { SharedWork } from './shared-work.ts'
import { contentTypes, type Format, writeEnd, writeFamilies } from './text.ts'

/** Everything that one exposition is written from. All of it comes from the same snapshot. */
export interface Moment {
  readonly now: UnixSeconds
  readonly zones: readonly DisplayedZone[]
  /** The families that are not about zones. */
  readonly families: readonly Family[]
  /** Which families are written. */
  readonly exposed: ExposedFamilies
}

export interface WrittenExposition {
  readonly contentType: string
  readonly gzip: () => Body
  readonly plain: () => Body
}

interface Edition {
  readonly parts: readonly Part[]
  /** Those of `parts` that were written for this edition alone. */
  readonly own: readonly Part[]
  readonly cached: HeldBytes['shared']
  readonly families: readonly Family[]
  readonly exposed: ExposedFamilies
}

/** Writes expositions and keeps what the next one can use again. Scrapes that come while one is being written share the next one. */
export class ZonesExposition {
  readonly #take: () => Moment
  readonly #editions = new SharedWork(() => this.#edition())
  #cachedPage: CachedPage | undefined

  /** @param take is called once for each edition, at its beginning */
  constructor(take: () => Moment) {
    this.#take = take
  }

  /** @param uncached families that are made again for each scrape */
  async write(format: Format, uncached: () => Promise<readonly Family[]>): Promise<WrittenExposition> {
    const { parts, own, cached, families, exposed } = await this.#editions.next()
    const wanted = [...families, ...(await uncached())].filter(({ name }) => exposed.isExposed(name))
    const text = writeFamilies(wanted, format) + writeEnd(format)
    const last = await deflatePart(text)
    const all = [...parts, last]
    const held = { bytes: deflatedLength([...own, last]), shared: cached }
    return { contentType: contentTypes[format], gzip: () => gzipBody(all, held), plain: () => plainBody(all, held) }
  }

  /** Writes now what has changed, so that the next scrape need not wait for it. */
  async prepare(): Promise<void> {
    await this.#editions.next()
  }

  async #edition(): Promise<Edition> {
    const { now, zones, families, exposed } = this.#take()
    this.#cachedPage = await writeCachedPage(zones, now, this.#cachedPage, exposed)
    const days = exposed.hasCountdown ? await writeCountdown(zones, now, this.#cachedPage.labels) : []
    const parts = this.#cachedPage.families.map(({ whole }) => whole)
    const cached = { key: this.#cachedPage, bytes: deflatedLength(parts) }
    return { parts: [...parts, ...days], own: days, cached, families, exposed }
  }
}
