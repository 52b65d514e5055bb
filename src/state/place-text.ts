import type { CheckHistory, WatchedCertificate, WatchedPlace } from '../inventory/snapshot.ts'
import { JsonText, jsonField, jsonText } from './json-text.ts'

/**
 * Writes the part of the file for one place, as entries of its maps. Empty if nothing is known. Between two cycles hardly anything changes but
 * times, so the text of the rest is kept.
 */
export class PlaceText {
  readonly #json = new JsonText()
  /** The certificates of a place are mostly checked at once, and have the same history. */
  #lastCheck: { readonly check: CheckHistory; readonly text: string } | undefined

  certificates({ certificates }: WatchedPlace): string {
    return [...certificates].map((entry) => this.#certificate(entry)).join(',')
  }

  #certificate([key, { known, check, use }]: readonly [string, WatchedCertificate]): string {
    const { inUse, since } = use
    const savedUse = inUse === undefined ? 'null' : jsonText({ inUse, since })
    return `${JSON.stringify(key)}:{"known":${this.#json.kept(known)},"check":${this.#checkText(check)},"use":${savedUse}}`
  }

  #checkText(check: CheckHistory): string {
    if (this.#lastCheck?.check !== check) this.#lastCheck = { check, text: jsonText(check) }
    return this.#lastCheck.text
  }

  zone(place: WatchedPlace): string {
    if (place.scope !== 'zone') return ''
    const { scopeId, hostnames, stores, zoneSwitch } = place
    const { enabled, reading } = zoneSwitch
    if (hostnames.size === 0 && stores.size === 0 && reading.lastCheck === undefined) return ''
    const ofHostnames = mapped(hostnames, ({ association, reading: last }) => ({ association, reading: last }))
    return `${JSON.stringify(scopeId)}:{${jsonField('hostnames', ofHostnames)},${this.#stores(stores)},${jsonField('zoneSwitch', { enabled, reading })}}`
  }

  account({ scope, scopeId, stores }: WatchedPlace): string {
    return scope === 'account' && stores.size > 0 ? `${JSON.stringify(scopeId)}:{${this.#stores(stores)}}` : ''
  }

  #stores(stores: WatchedPlace['stores']): string {
    const saved = [...stores].map(([kind, { listed, reading, emptyListings, vanished }]) => {
      const texts = [
        `"listed":${this.#json.kept(listed)}`,
        jsonField('reading', reading),
        jsonField('emptyListings', emptyListings),
      ]
      return `${JSON.stringify(kind)}:{${[...texts, ...(vanished ? [jsonField('vanished', vanished)] : [])].join(',')}}`
    })
    return `"stores":{${saved.join(',')}}`
  }
}

function mapped<T>(map: ReadonlyMap<string, T>, choose: (value: T) => object): Readonly<Record<string, object>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, choose(value)]))
}
