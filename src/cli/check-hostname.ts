import type { CertificateEntry, WatchTerms } from '../certificate/model.ts'
import type { HostnameEntry, StoreEntry, WatchList } from '../certificate/watch-list.ts'
import type { Config } from '../config/model.ts'
import { asciiHostname, hostnamePattern } from '../hostname.ts'
import { zonesOf } from '../inventory/places.ts'
import { keyOf, type Snapshot } from '../inventory/snapshot.ts'
import { kindPresentedFor, kinds } from '../kinds/kinds.ts'
import { isCertificate } from '../report/judged-thing.ts'
import type { Checked } from '../report/report.ts'
import { UserError } from './context.ts'

/** @throws UserError if it is no hostname */
export function hostnameFrom(word: string): string {
  const hostname = hostnamePattern.test(word) ? asciiHostname(word) : undefined
  if (hostname === undefined) throw new UserError(`--hostname: ${JSON.stringify(word)} is not the name of a host`)
  return hostname
}

/**
 * Narrows a configuration to one hostname and its zone. The hostname is added if the configuration does not watch it.
 * @param look asks for everything that a configuration watches; undefined where the user did not want to wait
 * @throws UserError if no known zone holds it
 */
export async function configurationForHostname(
  config: Config,
  hostname: string,
  look: (config: Config) => Promise<Snapshot | undefined>,
): Promise<Config | undefined> {
  const { watch } = config
  const watched = watch.hostnames.filter((entry) => entry.hostname === hostname)
  if (watched.length > 0) return { ...config, watch: watchListOf(watch, watched) }
  const inZones = [...watch.certificates, ...watch.stores].flatMap(asZoneEntry)
  const named = nearestZone([...inZones, ...watch.hostnames], hostname)
  if (named) return { ...config, watch: watchListOf(watch, [{ ...named, hostname }]) }
  if (watch.discoveries.length === 0) throw inNoZone(hostname, config.path)
  const include = zonesAbove(hostname)
  const discoveries = watch.discoveries.map((entry) => ({ ...entry, include }))
  const snapshot = await look({
    ...config,
    watch: { ...watch, certificates: [], hostnames: [], stores: [], bundles: [], discoveries },
  })
  if (!snapshot) return undefined
  const stores = zonesOf(snapshot).flatMap((zone) => [...zone.stores.values()].map(({ entry }) => entry))
  const found = nearestZone(stores.flatMap(asZoneEntry), hostname)
  if (found) return { ...config, watch: watchListOf(watch, [{ ...found, hostname }]) }
  const failed = [...snapshot.discoveries.values()].find(({ reading }) => reading.failure !== undefined)
  if (!failed) throw inNoZone(hostname, config.path)
  throw new UserError(`--hostname: the zones cannot be listed: ${failed.reading.failure?.detail}`)
}

function inNoZone(hostname: string, path: string): UserError {
  return new UserError(
    `--hostname: ${hostname} is in no zone that ${path} names or that its credentials can see: add it under hostnames:, with its zone_id`,
  )
}

/** `a.b.example` and its parent domains, the longest first. */
function zonesAbove(hostname: string): readonly string[] {
  const labels = hostname.split('.')
  return labels.map((_, i) => labels.slice(i).join('.'))
}

type ZoneEntry = WatchTerms & { readonly zoneId: string; readonly zone: string | undefined }
type Zone = Omit<HostnameEntry, 'hostname'>

/** An account has no zones. */
function asZoneEntry(entry: CertificateEntry | StoreEntry): readonly ZoneEntry[] {
  const { kind, scopeId, placeName } = entry
  if (kinds[kind].scope !== 'zone') return []
  return [{ zoneId: scopeId, zone: placeName, ...termsOf(entry) }]
}

function nearestZone(entries: readonly ZoneEntry[], hostname: string): Zone | undefined {
  const entry = zonesAbove(hostname)
    .map((name) => entries.find(({ zone }) => zone?.toLowerCase() === name))
    .find((found) => found !== undefined)
  if (!entry) return undefined
  const { zoneId, zone } = entry
  return { zoneId, zone, ...termsOf(entry) }
}

function termsOf({ credentials, labels, thresholds, staleAfter, trustedBy }: WatchTerms): WatchTerms {
  return { credentials, labels, thresholds, staleAfter, ...(trustedBy && { trustedBy }) }
}

/** The hostname may fall back to the certificate that its zone's own store presents. */
function watchListOf(watch: WatchList, hostnames: readonly HostnameEntry[]): WatchList {
  const zoneIds = new Set(hostnames.map(({ zoneId }) => zoneId))
  const inZone = (entry: CertificateEntry | StoreEntry) => asZoneEntry(entry).some(({ zoneId }) => zoneIds.has(zoneId))
  const kind = kindPresentedFor.zone
  const stores = watch.stores.filter(inZone)
  const others = hostnames.filter(
    ({ zoneId }) => !stores.some((store) => store.scopeId === zoneId && store.kind === kind),
  )
  const added = others.map(({ hostname: _, zoneId: scopeId, zone: placeName, ...terms }) => {
    return { scopeId, placeName, ...terms, kind, exclude: new Set<string>(), watches: 'presented' } as const
  })
  return {
    ...watch,
    certificates: watch.certificates.filter(inZone),
    hostnames,
    stores: [...stores, ...added],
    discoveries: [],
    bundles: [],
  }
}

/** The things that concern one hostname: itself, its presented or assigned certificate, and failures to read them. */
export function checkedForHostname({ things, unread }: Checked, hostname: string): Checked {
  const own = things.filter((thing) => thing.thing === 'hostname' && thing.name === hostname)
  const certificates = new Set(
    own.flatMap((thing) => {
      if (thing.thing !== 'hostname') return []
      const { presents, association } = thing.hostname
      const certificateId = association?.certificateId
      const { scopeId } = thing.watchedZone
      const kind = kindPresentedFor.hostnames
      return [presents, certificateId && keyOf({ kind, scopeId, certificateId })].filter((key) => key !== undefined)
    }),
  )
  const fallsBack = own.some((thing) => thing.thing === 'hostname' && thing.hostname.association?.state !== 'enabled')
  return {
    things: things.filter((thing) => own.includes(thing) || (isCertificate(thing) && certificates.has(thing.key))),
    unread: unread.filter(
      ({ kind, hostname: of, listed }) =>
        of === hostname ||
        kind === 'trust_file' ||
        (fallsBack && (kind === 'switch' || listed === kindPresentedFor.zone)),
    ),
  }
}
