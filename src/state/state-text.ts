import type { CertificateUse, Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import { formatName, formatVersion } from './state-schema.ts'
import type { WriteMark } from './write-mark.ts'

/** The part of the file for one zone, as entries of its two maps. Empty if nothing is known. */
interface ZoneText {
  readonly certificates: string
  readonly zone: string
}

/** The number of zones in one slice. A hundred certificates and more take a millisecond or two. */
const zonesInSlice = 16

/**
 * Writes the text of the file. It contains facts only: no PEM, no secret and no configuration. The text of a zone that has not changed is
 * reused.
 */
export class StateText {
  readonly #written = new WeakMap<WatchedZone, ZoneText>()
  /** Is reused for every slice. Otherwise each write would leave ten megabytes for the garbage collector. */
  #bytes = Buffer.allocUnsafeSlow(256 * 1024)

  #textOf(zone: WatchedZone): ZoneText {
    const written = this.#written.get(zone) ?? zoneText(zone)
    this.#written.set(zone, written)
    return written
  }

  #encode(text: string): Buffer {
    const longest = text.length * 3
    if (longest > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(longest)
    return this.#bytes.subarray(0, this.#bytes.write(text))
  }

  /**
   * The text in slices, so that ten thousand certificates never hold the event loop. A slice is valid only until the next one is
   * requested.
   */
  *slices({ zones, discoveries }: Snapshot, { writtenAt, ...writer }: WriteMark): Generator<Buffer> {
    const all = [...zones.values()]
    const format = `{${field('format', formatName)},${field('version', formatVersion)}`
    yield this.#encode(`${format},${field('writtenAt', writtenAt)},${field('writer', writer)}`)
    yield* this.#map('certificates', all, ({ certificates }) => certificates)
    yield* this.#map('zones', all, ({ zone }) => zone)
    const read = [...discoveries].map(([name, { listed, reading }]) => [name, { listed, reading }])
    yield this.#encode(`,${field('discoveries', Object.fromEntries(read))}}\n`)
  }

  *#map(name: string, zones: readonly WatchedZone[], choose: (text: ZoneText) => string): Generator<Buffer> {
    let separator = `,${JSON.stringify(name)}:{`
    for (let at = 0; at < zones.length; at += zonesInSlice) {
      const entries = zones.slice(at, at + zonesInSlice).map((zone) => choose(this.#textOf(zone)))
      const text = entries.filter(Boolean).join(',')
      if (text === '') continue
      yield this.#encode(separator + text)
      separator = ','
    }
    yield this.#encode(separator === ',' ? '}' : `${separator}}`)
  }
}

function zoneText({ zoneId, certificates, hostnames, stores, zoneSwitch }: WatchedZone): ZoneText {
  const isRead = hostnames.size > 0 || stores.size > 0 || zoneSwitch.reading.lastCheck !== undefined
  const facts = {
    hostnames: mapped(hostnames, ({ association, reading }) => ({ association, reading })),
    stores: mapped(stores, ({ listed, reading, emptyListings }) => ({ listed, reading, emptyListings })),
    zoneSwitch: { enabled: zoneSwitch.enabled, reading: zoneSwitch.reading },
  }
  const checked = [...certificates].map(([key, { known, check, use }]) =>
    field(key, { known, check, use: savedUse(use) }),
  )
  return { certificates: checked.join(','), zone: isRead ? field(zoneId, facts) : '' }
}

function savedUse({ inUse, since }: CertificateUse): object | undefined {
  return inUse === undefined ? undefined : { inUse, since }
}

function mapped<T>(map: ReadonlyMap<string, T>, choose: (value: T) => object): Readonly<Record<string, object>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, choose(value)]))
}

/** An unknown value is null in the file. */
function field(name: string, value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (each === undefined ? null : each))
  return `${JSON.stringify(name)}:${text}`
}
