import { foundIn } from '../inventory/bundles.ts'
import type { DiscoveredZone, Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import type { WatchedBundle } from '../inventory/watched-bundle.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import { jsonField } from './json-text.ts'
import { PlaceText } from './place-text.ts'
import { formatName, formatVersion } from './state-schema.ts'
import type { WriteMark } from './write-mark.ts'

/** The number of places in one slice. A hundred certificates and more take a millisecond or two. */
const placesInSlice = 16

/**
 * Writes the text of the file. It contains facts only: no secret and no configuration. The certificates themselves are in it where a CA file is
 * named that they are judged by.
 */
export class StateText {
  readonly #places = new PlaceText()
  /** Is reused for every slice. Otherwise each write would leave ten megabytes for the garbage collector. */
  #bytes = Buffer.allocUnsafeSlow(256 * 1024)

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
    const format = `{${jsonField('format', formatName)},${jsonField('version', formatVersion)}`
    yield this.#encode(`${format},${jsonField('writtenAt', writtenAt)},${jsonField('writer', writer)}`)
    yield* this.#map('certificates', all, this.#places.certificates)
    yield* this.#map('zones', all, this.#places.zone)
    yield* this.#map('accounts', all, this.#places.account, 'left out')
    const watched = new Set(all.flatMap(({ stores }) => [...stores.keys()]))
    const read = [...discoveries].map(([name, { listed, reading }]) => [
      name,
      { listed: listed?.map((zone) => savedZone(zone, watched)), reading },
    ])
    yield this.#encode(`,${jsonField('discoveries', Object.fromEntries(read))}`)
    yield* this.#bundles([...bundles.values()])
    yield this.#encode('}\n')
  }

  /** Without bundles the file is what it always was. */
  *#bundles(bundles: readonly WatchedBundle[]): Generator<Buffer> {
    for (const [i, bundle] of bundles.entries()) {
      const { scopeId, reading } = bundle
      const text = jsonField(scopeId, { certificates: foundIn(bundle), reading })
      yield this.#encode(`${i === 0 ? ',"bundles":{' : ','}${text}`)
    }
    if (bundles.length > 0) yield this.#encode('}')
  }

  /** @param whereEmpty an empty map may be left out, so that without accounts the file is what it always was */
  *#map(
    name: string,
    places: readonly WatchedPlace[],
    write: (place: WatchedPlace) => string,
    whereEmpty: 'written' | 'left out' = 'written',
  ): Generator<Buffer> {
    let separator = `,${JSON.stringify(name)}:{`
    for (let at = 0; at < places.length; at += placesInSlice) {
      const entries = places.slice(at, at + placesInSlice).map(write)
      const text = entries.filter(Boolean).join(',')
      if (text === '') continue
      yield this.#encode(separator + text)
      separator = ','
    }
    if (separator === ',') yield this.#encode('}')
    else if (whereEmpty === 'written') yield this.#encode(`${separator}}`)
  }
}

/** Quotas are remembered only of kinds that are watched, so that without them the file is what it always was. */
function savedZone({ withoutQuota = [], ...zone }: DiscoveredZone, watched: ReadonlySet<CertificateKind>): object {
  const remembered = withoutQuota.filter((kind) => watched.has(kind))
  return { ...zone, ...(remembered.length > 0 && { withoutQuota: remembered }) }
}
