import type { Fleet, Zone } from './model.ts'

/** The zones that Cloudflare has now, and whether their zone stores are on. */
export interface ZoneRegistry {
  hasZone(zoneId: string): boolean
  /** In the order in which they were added. */
  zones(): readonly Zone[]
  /** Adds a zone, or replaces the one with the same id. */
  addZone(zone: Zone): void
  /** Removes a zone, so that nobody can see it. */
  removeZone(zoneId: string): void
  zoneStoreEnabled(zoneId: string): boolean
  switchZoneStore(zoneId: string, enabled: boolean): void
}

export function createZoneRegistry({ zones, settings = [] }: Fleet): ZoneRegistry {
  const known = new Map(zones.map((zone) => [zone.id, zone]))
  const enabledIn = new Set(settings.filter(({ enabled }) => enabled).map(({ zoneId }) => zoneId))

  function demand(zoneId: string): void {
    if (!known.has(zoneId)) throw new Error(`the simulator has no zone ${zoneId}`)
  }

  return {
    hasZone: (zoneId) => known.has(zoneId),
    zones: () => [...known.values()],
    addZone(zone) {
      known.set(zone.id, zone)
    },
    removeZone(zoneId) {
      demand(zoneId)
      known.delete(zoneId)
      enabledIn.delete(zoneId)
    },
    zoneStoreEnabled: (zoneId) => enabledIn.has(zoneId),
    switchZoneStore(zoneId, enabled) {
      demand(zoneId)
      if (enabled) enabledIn.add(zoneId)
      else enabledIn.delete(zoneId)
    },
  }
}
