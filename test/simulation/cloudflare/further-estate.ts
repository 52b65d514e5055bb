import type { Store } from '../../../src/simulator/store/store.ts'
import type { Chance } from '../world/chance.ts'
import type { Story } from '../world/story.ts'
import type { VirtualTime } from '../world/virtual-time.ts'
import { beginOf, type FurtherCertificate, type FurtherKind, recordOf, resourceOf } from './further-record.ts'
import { harms, isReplaced, mayBeMissed, thresholdsOf } from './further-truth.ts'
import type { Afterlife, Truth } from './truth.ts'

export interface FurtherEstateOptions {
  readonly chance: Chance
  readonly truth: Truth
  readonly epoch: number
  readonly time: VirtualTime
  readonly story: Story
  readonly store: Store
}

type Upload = Pick<FurtherCertificate, 'kind' | 'scopeId' | 'subject'> &
  Partial<Pick<FurtherCertificate, 'hosts' | 'family' | 'isAuthority' | 'inUse' | 'id'>>

const hour = 3600
const day = 24 * hour

/** Cloudflare takes uploaded certificates away then, and the daemon forgets what it missed. Seconds from the end. */
const momentsAroundEnd = [-12 * hour, 0, hour, 7 * day] as const
/** With less than this left one that is missing may have been taken away by Cloudflare. With more than that surely not. */
const certainly = { missed: 40 * hour, onPurpose: 6 * day } as const

/** What the owner has at Cloudflare beside client certificates for origins. It keeps the simulator's store and the truth in step. */
export class FurtherEstate {
  readonly certificates = new Map<string, FurtherCertificate>()
  /** Those that Cloudflare no longer has. */
  readonly #vanished = new Map<string, { readonly one: FurtherCertificate; afterlife: Afterlife }>()
  /** The ids of which the daemon may know only the certificate that was there before. */
  readonly #uploadedAgain = new Set<string>()
  readonly #options: FurtherEstateOptions

  constructor(options: FurtherEstateOptions) {
    this.#options = options
  }

  /** @param lasts seconds from now, negative where it is over already */
  upload(upload: Upload, lasts: number): FurtherCertificate {
    const { chance, time } = this.#options
    const end = Math.floor(time.now + lasts)
    const certificate = {
      hosts: [],
      family: 'ECDSA',
      isAuthority: false,
      inUse: false,
      id: chance.uuid(),
      ...upload,
      // Of a root of Access the API knows the day.
      end: upload.kind === 'access_certificate' ? Math.floor(end / day) * day : end,
      wasInUse: upload.inUse ?? false,
      uploadedAt: time.now,
      serial: BigInt(`0x4${chance.hex(30)}`),
    } as const
    this.#vanished.delete(certificate.id)
    if (upload.id) this.#uploadedAgain.add(upload.id)
    this.#put(certificate)
    for (const moment of momentsAroundEnd)
      if (certificate.end + moment > time.now)
        time.after(certificate.end + moment - time.now + 1, () => this.#reconcile())
    this.#reconcile()
    return certificate
  }

  change(certificate: FurtherCertificate, what: Partial<Pick<FurtherCertificate, 'hosts' | 'inUse'>>): void {
    this.#put({ ...certificate, ...what, wasInUse: certificate.wasInUse || what.inUse === true })
    this.#reconcile()
  }

  /** @returns false where it could not be told whether somebody did so on purpose */
  remove(certificate: FurtherCertificate): boolean {
    const { chance, store, time } = this.#options
    const { kind, scopeId, id, end } = certificate
    const left = end - time.now
    if (mayBeMissed(certificate) && left > certainly.missed && left < certainly.onPurpose) return false
    const hasStatus = kind.startsWith('custom_') || kind === 'gateway_certificate'
    store.resources.take(
      { resource: resourceOf[kind], scopeId, id },
      hasStatus && chance.happens(0.5) ? 'tombstone' : 'vanish',
    )
    this.certificates.delete(id)
    this.#vanish(certificate)
    this.#reconcile()
    return true
  }

  removeScope(scopeId: string): void {
    for (const one of [...this.certificates.values()].filter((each) => each.scopeId === scopeId)) {
      this.certificates.delete(one.id)
      this.#note(one, 'none')
    }
    for (const { one } of [...this.#vanished.values()].filter((each) => each.one.scopeId === scopeId)) {
      this.#vanished.delete(one.id)
      this.#note(one, 'none')
    }
  }

  of(kind: FurtherKind, scopeId?: string): readonly FurtherCertificate[] {
    return [...this.certificates.values()].filter(
      (each) => each.kind === kind && (scopeId === undefined || each.scopeId === scopeId),
    )
  }

  #put(certificate: FurtherCertificate): void {
    const { store, epoch, chance } = this.#options
    const { kind, scopeId, id, subject } = certificate
    this.certificates.set(id, certificate)
    store.resources.put({
      resource: resourceOf[kind],
      scopeId,
      id,
      name: subject,
      about: '',
      expectation: { state: 'ok' },
      record: recordOf(certificate, epoch),
      ...(kind === 'mtls_certificate' &&
        chance.happens(0.5) && { associations: [{ service: 'gateway', status: 'active' }] }),
    })
  }

  /** Notes what Cloudflare has taken away, and what is so now of everything else. */
  #reconcile(): void {
    const { store, story } = this.#options
    for (const one of [...this.of('custom_certificate')]) {
      if (store.resources.find({ resource: 'custom_certificates', scopeId: one.scopeId, id: one.id })) continue
      this.certificates.delete(one.id)
      this.#vanish(one)
      story.tell('vanish', `Cloudflare takes away ${one.subject} (${one.id})`, [one.scopeId, keyOf(one)])
    }
    for (const one of this.certificates.values()) this.#note(one, undefined)
    for (const { one, afterlife } of this.#vanished.values()) this.#noteVanished(one, afterlife)
  }

  #vanish(one: FurtherCertificate): void {
    const { time } = this.#options
    const left = one.end - time.now
    const isHarm = this.#isHarm(one)
    const isNeeded = mayBeMissed(one) && left < certainly.onPurpose && (isHarm || one.wasInUse)
    const isMissed = isNeeded && isHarm && left < certainly.missed && !this.#uploadedAgain.has(one.id)
    this.#vanished.set(one.id, { one, afterlife: isMissed ? 'must' : isNeeded ? 'may' : 'none' })
  }

  /** One that was replaced is missed again when its successor is gone before the daemon has asked. */
  #noteVanished(one: FurtherCertificate, before: Afterlife): void {
    const { time } = this.#options
    const left = one.end - time.now
    const mayBeShown =
      mayBeMissed(one) && (this.#uploadedAgain.has(one.id) || (left > -7 * day && left < certainly.onPurpose))
    const isNeeded = mayBeShown && !isReplaced(one, [...this.certificates.values()], time.now)
    const afterlife = !isNeeded ? 'none' : before === 'must' ? 'must' : 'may'
    this.#vanished.set(one.id, { one, afterlife })
    this.#note(one, afterlife)
  }

  #isHarm(one: FurtherCertificate): boolean {
    return harms(one, [...this.certificates.values()], this.#options.time.now)
  }

  #note(one: FurtherCertificate, afterlife: Afterlife | undefined): void {
    const exists = this.certificates.has(one.id)
    this.#options.truth.set(keyOf(one), one.scopeId, {
      exists,
      end: one.end,
      lifetime: one.end - beginOf(one),
      presented: exists && this.#isHarm(one),
      thresholds: thresholdsOf(one),
      ...(afterlife && { afterlife }),
    })
  }
}

export function keyOf({ kind, scopeId, id }: FurtherCertificate): string {
  return `${kind}/${scopeId}/${id}`
}
