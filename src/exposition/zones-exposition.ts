import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedZone } from './aspects.ts'
import { type Body, deflatedLength, gzipBody, type HeldBytes, plainBody } from './body.ts'
import { type CachedPage, writeCachedPage } from './cached-page.ts'
import { writeCountdown } from './countdown.ts'
import type { Family } from './family.ts'
import { deflatePart, type Part } from './part.ts'
import { SharedWork } from './shared-work.ts'
import { contentTypes, type Format, writeEnd, writeFamilies } from './text.ts'

/** What is true at one moment, all of it from one snapshot. */
export interface Moment {
  readonly now: UnixSeconds
  readonly zones: readonly DisplayedZone[]
  /** All that is not about zones. */
  readonly families: readonly Family[]
}

export interface WrittenExposition {
  readonly contentType: string
  readonly gzip: () => Body
  readonly plain: () => Body
}

interface Edition {
  readonly parts: readonly Part[]
  /** Written for this edition alone, they among `parts`. */
  readonly own: readonly Part[]
  readonly settled: HeldBytes['shared']
  readonly families: readonly Family[]
}

/** Writes expositions, and keeps what the next one can use again. Whoever asks while one is being written shares the next. */
export class ZonesExposition {
  readonly #take: () => Moment
  readonly #editions = new SharedWork(() => this.#edition())
  #settled: CachedPage | undefined

  /** @param take is called once for each edition, when it is begun */
  constructor(take: () => Moment) {
    this.#take = take
  }

  /** @param uncached families that each reader gets anew */
  async write(format: Format, uncached: () => Promise<readonly Family[]>): Promise<WrittenExposition> {
    const { parts, own, settled, families } = await this.#editions.next()
    const text = writeFamilies([...families, ...(await uncached())], format) + writeEnd(format)
    const last = await deflatePart(text)
    const all = [...parts, last]
    const held = { bytes: deflatedLength([...own, last]), shared: settled }
    return { contentType: contentTypes[format], gzip: () => gzipBody(all, held), plain: () => plainBody(all, held) }
  }

  /** Writes what has changed ahead of the next who asks. */
  async settle(): Promise<void> {
    await this.#editions.next()
  }

  async #edition(): Promise<Edition> {
    const { now, zones, families } = this.#take()
    this.#settled = await writeCachedPage(zones, now, this.#settled)
    const days = await writeCountdown(zones, now, this.#settled.labels)
    const parts = this.#settled.families.map(({ whole }) => whole)
    const settled = { key: this.#settled, bytes: deflatedLength(parts) }
    return { parts: [...parts, ...days], own: days, settled, families }
  }
}
