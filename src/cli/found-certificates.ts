import { expiryOf } from '../certificate/urgency.ts'
import { placeFields } from '../inventory/places.ts'
import { certificatesOf, type Snapshot, type WatchedCertificate } from '../inventory/snapshot.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import { printableJson } from '../printable-json.ts'
import { presentedUntil } from '../trust/overall.ts'

/** A certificate that was found, with the day it ends. */
export interface FoundCertificate {
  readonly kind: CertificateKind
  /** The id of its zone or account, and its name for people. */
  readonly scopeId: string
  readonly placeName: string
  readonly certificateId: string
  readonly name: string
  readonly credentials: string
  /** RFC 3339. Null if it is unknown. */
  readonly expiry: string | null
}

/** Lists what was found in a stable order, so that two lists can be compared. */
export function found(snapshot: Snapshot): readonly FoundCertificate[] {
  const keyOf = ({ placeName, scopeId, kind, name, certificateId }: FoundCertificate) =>
    [placeName, scopeId, kind, name, certificateId].join('\u0000')
  return certificatesOf(snapshot)
    .map(foundOne)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function foundOne({ entry, known, trust }: WatchedCertificate): FoundCertificate {
  const { kind, scopeId, placeName, certificateId, name, credentials } = entry
  const end = expiryOf(known?.facts, known?.record, presentedUntil(trust))
  const expiry = end === undefined ? null : new Date(end * 1000).toISOString()
  return { kind, scopeId, placeName, certificateId, name, credentials, expiry }
}

/** Each certificate by itself, with the keys that the configuration has. */
export function foundAsJson(certificates: readonly FoundCertificate[]): string {
  const items = certificates.map(({ kind, scopeId, placeName, certificateId, name, credentials, expiry }) => ({
    ...placeFields(kind, scopeId, placeName),
    certificate_id: certificateId,
    kind,
    name,
    credentials,
    expiry,
  }))
  return `${printableJson(JSON.stringify(items, undefined, 2))}\n`
}
