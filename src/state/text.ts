import type { UnixSeconds } from '../certificate/model.ts'
import type { Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import { formatName, formatVersion } from './schema.ts'

/** What the file says of one zone, as entries of its two maps; empty where it says nothing. */
interface ZoneText {
  readonly certificates: string
  readonly zone: string
}

/** So many zones at a time: a hundred certificates and more take a millisecond or two. */
const zonesInSlice = 16

/**
 * Writes the file's text: plain facts only, no PEM, no secret, no configuration. A zone that has not changed since the last time
 * is not written again.
 */
export class StateText {
  readonly #written = new WeakMap<WatchedZone, ZoneText>()

  #textOf(zone: WatchedZone): ZoneText {
    const written = this.#written.get(zone) ?? zoneText(zone)
    this.#written.set(zone, written)
    return written
  }

  /** The text in slices, so that ten thousand certificates never hold the event loop. */
  *slices({ zones, discoveries }: Snapshot, now: UnixSeconds): Generator<Buffer> {
    const all = [...zones.values()]
    yield Buffer.from(`{${field('format', formatName)},${field('version', formatVersion)},${field('writtenAt', now)}`)
    yield* this.#map('certificates', all, ({ certificates }) => certificates)
    yield* this.#map('zones', all, ({ zone }) => zone)
    const read = [...discoveries].map(([name, { listed, reading }]) => [name, { listed, reading }])
    yield Buffer.from(`,${field('discoveries', Object.fromEntries(read))}}\n`)
  }

  *#map(name: string, zones: readonly WatchedZone[], choose: (text: ZoneText) => string): Generator<Buffer> {
    let separator = `,${JSON.stringify(name)}:{`
    for (let at = 0; at < zones.length; at += zonesInSlice) {
      const entries = zones.slice(at, at + zonesInSlice).map((zone) => choose(this.#textOf(zone)))
      const text = entries.filter(Boolean).join(',')
      if (text === '') continue
      yield Buffer.from(separator + text)
      separator = ','
    }
    yield Buffer.from(separator === ',' ? '}' : `${separator}}`)
  }
}

function zoneText({ zoneId, certificates, hostnames, stores, zoneSwitch }: WatchedZone): ZoneText {
  const isRead = hostnames.size > 0 || stores.size > 0 || zoneSwitch.reading.lastCheck !== undefined
  const facts = {
    hostnames: mapped(hostnames, ({ association, reading }) => ({ association, reading })),
    stores: mapped(stores, ({ listed, reading, emptyListings }) => ({ listed, reading, emptyListings })),
    zoneSwitch,
  }
  const checked = [...certificates].map(([key, { known, check }]) => field(key, { known, check }))
  return { certificates: checked.join(','), zone: isRead ? field(zoneId, facts) : '' }
}

function mapped<T>(map: ReadonlyMap<string, T>, choose: (value: T) => object): Readonly<Record<string, object>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, choose(value)]))
}

/** What is not known is null in the file. */
function field(name: string, value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (each === undefined ? null : each))
  return `${JSON.stringify(name)}:${text}`
}
