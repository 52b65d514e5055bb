import { foundIn } from '../inventory/bundles.ts'
import type {
  CertificateUse,
  DiscoveredZone,
  Snapshot,
  WatchedAccount,
  WatchedPlace,
  WatchedZone,
} from '../inventory/snapshot.ts'
import type { WatchedBundle } from '../inventory/watched-bundle.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import { formatName, formatVersion } from './state-schema.ts'
import type { WriteMark } from './write-mark.ts'

/** The part of the file for one place, as entries of its maps. Empty if nothing is known. */
interface PlaceText {
  readonly certificates: string
  readonly zone: string
  readonly account: string
}

/** The number of places in one slice. A hundred certificates and more take a millisecond or two. */
const placesInSlice = 16

/**
 * Writes the text of the file. It contains facts only: no secret and no configuration. The certificates themselves are in it where a CA file is
 * named that they are judged by. The text of a place that has not changed is
 * reused.
 */
export class StateText {
  readonly #written = new WeakMap<WatchedPlace, PlaceText>()
  /** Is reused for every slice. Otherwise each write would leave ten megabytes for the garbage collector. */
  #bytes = Buffer.allocUnsafeSlow(256 * 1024)

  #textOf(place: WatchedPlace): PlaceText {
    const written = this.#written.get(place) ?? placeText(place)
    this.#written.set(place, written)
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
  *slices({ places, discoveries, bundles }: Snapshot, { writtenAt, ...writer }: WriteMark): Generator<Buffer> {
    const all = [...places.values()]
    const format = `{${field('format', formatName)},${field('version', formatVersion)}`
    yield this.#encode(`${format},${field('writtenAt', writtenAt)},${field('writer', writer)}`)
    yield* this.#map('certificates', all, ({ certificates }) => certificates)
    yield* this.#map('zones', all, ({ zone }) => zone)
    yield* this.#map('accounts', all, ({ account }) => account, 'left out')
    const watched = new Set(all.flatMap(({ stores }) => [...stores.keys()]))
    const read = [...discoveries].map(([name, { listed, reading }]) => [
      name,
      { listed: listed?.map((zone) => savedZone(zone, watched)), reading },
    ])
    yield this.#encode(`,${field('discoveries', Object.fromEntries(read))}`)
    yield* this.#bundles([...bundles.values()])
    yield this.#encode('}\n')
  }

  /** Without bundles the file is what it always was. */
  *#bundles(bundles: readonly WatchedBundle[]): Generator<Buffer> {
    for (const [i, bundle] of bundles.entries()) {
      const { scopeId, reading } = bundle
      const text = field(scopeId, { certificates: foundIn(bundle), reading })
      yield this.#encode(`${i === 0 ? ',"bundles":{' : ','}${text}`)
    }
    if (bundles.length > 0) yield this.#encode('}')
  }

  /** @param whereEmpty an empty map may be left out, so that without accounts the file is what it always was */
  *#map(
    name: string,
    places: readonly WatchedPlace[],
    choose: (text: PlaceText) => string,
    whereEmpty: 'written' | 'left out' = 'written',
  ): Generator<Buffer> {
    let separator = `,${JSON.stringify(name)}:{`
    for (let at = 0; at < places.length; at += placesInSlice) {
      const entries = places.slice(at, at + placesInSlice).map((place) => choose(this.#textOf(place)))
      const text = entries.filter(Boolean).join(',')
      if (text === '') continue
      yield this.#encode(separator + text)
      separator = ','
    }
    if (separator === ',') yield this.#encode('}')
    else if (whereEmpty === 'written') yield this.#encode(`${separator}}`)
  }
}

function placeText(place: WatchedPlace): PlaceText {
  const checked = [...place.certificates].map(([key, { known, check, use }]) =>
    field(key, { known, check, use: savedUse(use) }),
  )
  const certificates = checked.join(',')
  return place.scope === 'zone'
    ? { certificates, zone: zoneText(place), account: '' }
    : { certificates, zone: '', account: accountText(place) }
}

function zoneText({ scopeId, hostnames, stores, zoneSwitch }: WatchedZone): string {
  const isRead = hostnames.size > 0 || stores.size > 0 || zoneSwitch.reading.lastCheck !== undefined
  const facts = {
    hostnames: mapped(hostnames, ({ association, reading }) => ({ association, reading })),
    stores: savedStores(stores),
    zoneSwitch: { enabled: zoneSwitch.enabled, reading: zoneSwitch.reading },
  }
  return isRead ? field(scopeId, facts) : ''
}

function accountText({ scopeId, stores }: WatchedAccount): string {
  return stores.size > 0 ? field(scopeId, { stores: savedStores(stores) }) : ''
}

function savedStores(stores: WatchedPlace['stores']): Readonly<Record<string, object>> {
  return mapped(stores, ({ listed, reading, emptyListings, vanished }) => ({
    listed,
    reading,
    emptyListings,
    ...(vanished && { vanished }),
  }))
}

/** Quotas are remembered only of kinds that are watched, so that without them the file is what it always was. */
function savedZone({ withoutQuota = [], ...zone }: DiscoveredZone, watched: ReadonlySet<CertificateKind>): object {
  const remembered = withoutQuota.filter((kind) => watched.has(kind))
  return { ...zone, ...(remembered.length > 0 && { withoutQuota: remembered }) }
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
