import type { UnixSeconds } from '../certificate/model.ts'
import type { WatchedPlace } from './snapshot.ts'

/**
 * The place after a visit in which every answer was the same as before, and changed nothing then. Only times move on. What has become another
 * thing meanwhile, by a reload, stays as it is: nobody knows what the visit says of that.
 * @param asItWas the place when the visit began
 */
export function readAgain(place: WatchedPlace, asItWas: WatchedPlace, now: UnixSeconds): WatchedPlace {
  const reading = { lastCheck: now, lastSuccess: now, failure: undefined }
  // One object for all of them: ten thousand would be much garbage.
  const check = { ...reading, absences: 0 }
  const certificates = mapped(place.certificates, (key, certificate) => {
    const { known } = certificate
    return known && known === asItWas.certificates.get(key)?.known ? { ...certificate, check } : certificate
  })
  const stores = mapped(place.stores, (kind, store) => {
    const { listed } = store
    return listed && listed === asItWas.stores.get(kind)?.listed ? { ...store, reading } : store
  })
  if (place.scope !== 'zone' || asItWas.scope !== 'zone') return { ...place, certificates, stores }
  const hostnames = mapped(place.hostnames, (name, hostname) => {
    const { association } = hostname
    return association && association === asItWas.hostnames.get(name)?.association ? { ...hostname, reading } : hostname
  })
  const { zoneSwitch } = place
  const isSwitchRead = zoneSwitch.enabled !== undefined && zoneSwitch.enabled === asItWas.zoneSwitch.enabled
  return {
    ...place,
    certificates,
    stores,
    hostnames,
    zoneSwitch: isSwitchRead ? { ...zoneSwitch, reading } : zoneSwitch,
  }
}

function mapped<K, V>(map: ReadonlyMap<K, V>, change: (key: K, value: V) => V): ReadonlyMap<K, V> {
  const changed = new Map<K, V>()
  for (const [key, value] of map) changed.set(key, change(key, value))
  return changed
}
