import type { CertificateIdentity } from '../certificate/model.ts'
import { type DisplayedKind, holderOf, isKeptByCloudflare } from '../kinds/displayed-kinds.ts'
import { type CertificateKind, idNames, isCertificateKind, kinds } from '../kinds/kinds.ts'
import type {
  PlaceIdentity,
  Snapshot,
  WatchedCertificate,
  WatchedHostname,
  WatchedPlace,
  WatchedZone,
} from './snapshot.ts'
import type { WatchedBundle } from './watched-bundle.ts'

/** The key of a place: `zone/ID` or `account/ID`; of a CA file `bundle/NAME`. */
export function placeKeyOf({ scope, scopeId }: PlaceIdentity | Pick<WatchedBundle, 'scope' | 'scopeId'>): string {
  return `${scope}/${scopeId}`
}

/** The place that something of a kind is in. */
export function placeOf({
  kind,
  scopeId,
}: {
  readonly kind: CertificateKind
  readonly scopeId: string
}): PlaceIdentity {
  return { scope: kinds[kind].scope, scopeId }
}

/**
 * The id and the name of a place, as labels, logs and JSON call them: `zone_id` and `zone`, or `account_id` and `account`. The place
 * of a drill counts as a zone. A CA file has the name of its bundle, and its path.
 */
export function placeFields(kind: DisplayedKind, scopeId: string, placeName: string): Readonly<Record<string, string>> {
  const scope = holderOf(kind)
  if (scope === 'bundle') return { bundle: scopeId, file: placeName }
  return { [idNames[scope]]: scopeId, [scope]: placeName }
}

export function zonesOf({ places }: Snapshot): readonly WatchedZone[] {
  return [...places.values()].filter((place) => place.scope === 'zone')
}

export function zoneAt({ places }: Snapshot, zoneId: string): WatchedZone | undefined {
  const place = places.get(placeKeyOf({ scope: 'zone', scopeId: zoneId }))
  return place?.scope === 'zone' ? place : undefined
}

/** The place that a certificate is in, if it is watched. One of a CA file and a drill's are in none. */
export function placeOfCertificate(
  { places }: Snapshot,
  { kind, scopeId }: { readonly kind: DisplayedKind; readonly scopeId: string },
): WatchedPlace | undefined {
  return isKeptByCloudflare(kind) ? places.get(placeKeyOf(placeOf({ kind, scopeId }))) : undefined
}

export function hostnamesOf(snapshot: Snapshot): readonly WatchedHostname[] {
  return zonesOf(snapshot).flatMap(({ hostnames }) => [...hostnames.values()])
}

/** @param key a key that `keyOf` made. No place has the key of a drill. */
export function certificateAt({ places }: Snapshot, key: string): WatchedCertificate | undefined {
  const [kind = '', scopeId = ''] = key.split('/')
  if (!isCertificateKind(kind)) return undefined
  return places.get(placeKeyOf(placeOf({ kind, scopeId })))?.certificates.get(key)
}

/** Reads back a key that `keyOf` made. Throws if it is none. */
export function identityOf(key: string): CertificateIdentity {
  const [kind = '', scopeId = '', certificateId = ''] = key.split('/')
  if (!isCertificateKind(kind)) throw new Error(`${key} is not the key of a certificate`)
  return { kind, scopeId, certificateId }
}
