import { apiInstant, apiUploadInstant } from '../../../src/simulator/api/records.ts'
import type { Store } from '../../../src/simulator/store/store.ts'
import type { Chance } from '../world/chance.ts'
import { issuer, makeCertificate, signature } from './certificate.ts'
import type { Truth } from './truth.ts'

export interface EstateZone {
  readonly id: string
  readonly name: string
  readonly hostnames: string[]
  storeEnabled: boolean
}

export interface EstateCertificate {
  readonly kind: 'hostname' | 'zone'
  readonly zoneId: string
  readonly id: string
  readonly subject: string
  end: number
  uploadedAt: number
}

export interface EstateOptions {
  readonly chance: Chance
  readonly truth: Truth
  /** Unix seconds at which the world began. */
  readonly epoch: number
  readonly now: () => number
}

const day = 86_400

/** Everything that the account's owner has at Cloudflare. It keeps the simulator's store and the truth in step. */
export class Estate {
  readonly zones = new Map<string, EstateZone>()
  readonly certificates = new Map<string, EstateCertificate>()
  /** The certificate of each hostname; undefined: none, or not enabled. */
  readonly uses = new Map<string, string>()
  /** The certificate of each hostname whose association is off. */
  readonly switchedOff = new Map<string, string>()
  readonly #options: EstateOptions
  #store: Store | undefined

  constructor(options: EstateOptions) {
    this.#options = options
  }

  use(store: Store): void {
    this.#store = store
  }

  get #cloudflare(): Store {
    if (!this.#store) throw new Error('there is no Cloudflare yet')
    return this.#store
  }

  addZone(hostnames: number): EstateZone {
    const { chance } = this.#options
    const id = chance.hex(32)
    const name = `zone-${id.slice(0, 4)}.example`
    const zone = { id, name, hostnames: [] as string[], storeEnabled: false }
    this.zones.set(id, zone)
    this.#cloudflare.addZone({ id, name })
    for (let i = 0; i < hostnames; i++) zone.hostnames.push(`host-${i}.${name}`)
    return zone
  }

  removeZone(zone: EstateZone): void {
    this.zones.delete(zone.id)
    this.#cloudflare.removeZone(zone.id)
    for (const hostname of zone.hostnames) this.#options.truth.forgetHostname(zone.id, hostname)
    for (const each of [...this.certificates.values()].filter(({ zoneId }) => zoneId === zone.id)) {
      this.certificates.delete(each.id)
      this.#note(each)
    }
  }

  /** @param lasts seconds from now, negative where it is over already */
  upload(kind: 'hostname' | 'zone', zone: EstateZone, subject: string, lasts: number, id?: string): EstateCertificate {
    const { now, chance } = this.#options
    const certificate = {
      kind,
      zoneId: zone.id,
      id: id ?? chance.uuid(),
      subject,
      end: Math.floor(now() + lasts),
      uploadedAt: now(),
    }
    this.certificates.set(certificate.id, certificate)
    this.#put(certificate)
    this.#noteZone(zone.id)
    return certificate
  }

  associate(zone: EstateZone, hostname: string, certificate: EstateCertificate | undefined): void {
    const store = this.#cloudflare
    if (certificate) {
      store.associate({ zoneId: zone.id, hostname, certificateId: certificate.id, enabled: true })
      this.uses.set(hostname, certificate.id)
    } else if (store.association(zone.id, hostname)) {
      store.disassociate(zone.id, hostname, this.#options.chance.happens(0.5) ? 'void' : 'forget')
      this.uses.delete(hostname)
    }
    this.switchedOff.delete(hostname)
    this.#noteZone(zone.id)
  }

  /** Its association stays and is off: the origin gets no certificate. */
  switchOff(zone: EstateZone, hostname: string, { id }: EstateCertificate): void {
    this.#cloudflare.associate({ zoneId: zone.id, hostname, certificateId: id, enabled: false })
    this.uses.delete(hostname)
    this.switchedOff.set(hostname, id)
    this.#noteZone(zone.id)
  }

  remove(certificate: EstateCertificate): void {
    const { kind, zoneId, id } = certificate
    this.certificates.delete(id)
    this.#cloudflare.remove(
      { kind, zoneId, certificateId: id },
      this.#options.chance.happens(0.5) ? 'tombstone' : 'vanish',
    )
    this.#note(certificate)
    this.#noteZone(zoneId)
  }

  enableStore(zone: EstateZone, enabled: boolean): void {
    zone.storeEnabled = enabled
    this.#cloudflare.switchZoneStore(zone.id, enabled)
    this.#noteZone(zone.id)
  }

  of(zone: EstateZone, kind: 'hostname' | 'zone'): readonly EstateCertificate[] {
    return [...this.certificates.values()].filter((each) => each.zoneId === zone.id && each.kind === kind)
  }

  #put(certificate: EstateCertificate): void {
    const { chance, epoch } = this.#options
    const { kind, zoneId, id, subject, end, uploadedAt } = certificate
    const serial = BigInt(`0x4${chance.hex(30)}`)
    const { pem, serialNumber } = makeCertificate({
      commonName: subject,
      serial,
      notBefore: epoch + beginOf(certificate),
      notAfter: epoch + end,
    })
    const record = {
      id,
      status: 'active',
      issuer,
      signature,
      serial_number: serialNumber,
      certificate: pem,
      expires_on: apiInstant(new Date((epoch + end) * 1000)),
      uploaded_on: apiUploadInstant(new Date((epoch + uploadedAt) * 1000)),
    }
    this.#cloudflare.upsert({
      name: subject,
      zone: this.zones.get(zoneId)?.name ?? zoneId,
      zoneId,
      certificateId: id,
      kind,
      about: '',
      expectation: { state: 'ok' },
      record,
    })
  }

  #noteZone(zoneId: string): void {
    for (const each of this.certificates.values()) if (each.zoneId === zoneId) this.#note(each)
    const zone = this.zones.get(zoneId)
    if (!zone) return
    // Without an association of its own a hostname gets what the zone's store presents.
    const doesStorePresent = zone.storeEnabled && this.of(zone, 'zone').length > 0
    for (const hostname of zone.hostnames) {
      const presents = this.uses.has(hostname) || (doesStorePresent && !this.switchedOff.has(hostname))
      this.#options.truth.setHostname(zoneId, hostname, presents)
    }
  }

  #note(certificate: EstateCertificate): void {
    const { kind, zoneId, id, end } = certificate
    const exists = this.certificates.has(id)
    this.#options.truth.set(`${kind}/${zoneId}/${id}`, zoneId, {
      exists,
      end,
      lifetime: end - beginOf(certificate),
      presented: exists && this.#isPresented(certificate),
    })
  }

  /** Of a zone's own store Cloudflare presents the certificate that was uploaded last. */
  #isPresented({ kind, zoneId, id }: EstateCertificate): boolean {
    const zone = this.zones.get(zoneId)
    if (!zone) return false
    if (kind === 'hostname') return zone.hostnames.some((hostname) => this.uses.get(hostname) === id)
    const all = this.of(zone, 'zone')
    const newest = all.reduce((a, b) => (b.uploadedAt > a.uploadedAt ? b : a), all[0] as EstateCertificate)
    return zone.storeEnabled && newest.id === id
  }
}

/** From when it is valid, seconds of the world. */
function beginOf({ end, uploadedAt }: EstateCertificate): number {
  return Math.floor(Math.min(end, uploadedAt) - 30 * day)
}
