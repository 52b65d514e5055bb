import type { CheckHistory, WatchedCertificate, WatchedPlace } from '../inventory/snapshot.ts'
import { jsonField, jsonText, writtenOnce } from './json-text.ts'

/**
 * Writes the part of the file for one place, as entries of its maps. Empty if nothing is known. The text of a place
 * is kept until its next visit, and that of the facts until they change.
 */
export class PlaceText {
  readonly #kept = writtenOnce<object>(jsonText)
  /** The certificates of a place are mostly checked at once, and have the same history. */
  #lastCheck: { readonly check: CheckHistory; readonly text: string } | undefined

  readonly certificates = writtenOnce(({ certificates }: WatchedPlace) => {
    let text = ''
    // V8 keeps the parts of a text that is made in this way, and does not copy them as `join` does.
    for (const [key, certificate] of certificates) text += `${text && ','}${this.#certificate(key, certificate)}`
    return text
  })

  readonly zone = writtenOnce((place: WatchedPlace) => {
    if (place.scope !== 'zone') return ''
    const { scopeId, hostnames, stores, zoneSwitch } = place
    const { enabled, reading } = zoneSwitch
    if (hostnames.size === 0 && stores.size === 0 && reading.lastCheck === undefined) return ''
    const ofHostnames = mapped(hostnames, ({ association, reading: last }) => ({ association, reading: last }))
    return `${JSON.stringify(scopeId)}:{${jsonField('hostnames', ofHostnames)},${this.#stores(stores)},${jsonField('zoneSwitch', { enabled, reading })}}`
  })

  readonly account = writtenOnce(({ scope, scopeId, stores }: WatchedPlace) =>
    scope === 'account' && stores.size > 0 ? `${JSON.stringify(scopeId)}:{${this.#stores(stores)}}` : '',
  )

  #certificate(key: string, { known, check, use }: WatchedCertificate): string {
    const { inUse, since } = use
    const savedUse = inUse === undefined ? 'null' : jsonText({ inUse, since })
    return `${JSON.stringify(key)}:{"known":${known ? this.#kept(known) : 'null'},"check":${this.#checkText(check)},"use":${savedUse}}`
  }

  #checkText(check: CheckHistory): string {
    if (this.#lastCheck?.check !== check) this.#lastCheck = { check, text: jsonText(check) }
    return this.#lastCheck.text
  }

  #stores(stores: WatchedPlace['stores']): string {
    const saved = [...stores].map(([kind, { listed, reading, emptyListings, vanished }]) => {
      const texts = [
        `"listed":${listed ? this.#kept(listed) : 'null'}`,
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
