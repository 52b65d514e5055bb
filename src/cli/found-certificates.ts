import { Document, isMap, isScalar, type Scalar, visit, type YAMLMap } from 'yaml'
import { expiryOf } from '../certificate/urgency.ts'
import { defaultCredential } from '../config/secrets/credentials.ts'
import { certificatesOf, type Snapshot, type WatchedCertificate } from '../inventory/snapshot.ts'
import { type CertificateKind, defaultKind } from '../kinds/kinds.ts'
import { printableJson } from '../printable-json.ts'
import { printable } from '../report/printable.ts'
import { presentedUntil } from '../trust/overall.ts'

/** A certificate that was found, as a configuration names it, with the day it ends. */
export interface FoundCertificate {
  readonly zone_id: string
  readonly zone: string
  readonly certificate_id: string
  readonly kind: CertificateKind
  readonly name: string
  readonly credentials: string
  /** RFC 3339. Null if it is unknown. */
  readonly expiry: string | null
}

/** Lists what was found in a stable order, so that two lists can be compared. */
export function found(snapshot: Snapshot): readonly FoundCertificate[] {
  const keyOf = ({ zone, zone_id, kind, name, certificate_id }: FoundCertificate) =>
    [zone, zone_id, kind, name, certificate_id].join('\u0000')
  return certificatesOf(snapshot)
    .map(foundOne)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function foundOne({ entry, known, trust }: WatchedCertificate): FoundCertificate {
  const expiry = expiryOf(known?.facts, known?.record, presentedUntil(trust))
  return {
    zone_id: entry.scopeId,
    zone: entry.placeName,
    certificate_id: entry.certificateId,
    kind: entry.kind,
    name: entry.name,
    credentials: entry.credentials,
    expiry: expiry === undefined ? null : new Date(expiry * 1000).toISOString(),
  }
}

export function foundAsJson(certificates: readonly FoundCertificate[]): string {
  return `${printableJson(JSON.stringify(certificates, undefined, 2))}\n`
}

/** A `certificates:` list, ready for a configuration. */
export function foundAsYaml(certificates: readonly FoundCertificate[]): string {
  // Helm, PyYAML and Ruby read words such as `on` and 12:30:45 as other types, so these are quoted.
  const document = new Document({ certificates: certificates.map(entryOf) }, { compat: 'yaml-1.1' })
  const list = document.get('certificates')
  if (typeof list === 'object' && list !== null && 'items' in list && Array.isArray(list.items)) {
    for (const [i, item] of list.items.entries()) if (isMap(item)) explain(item, certificates[i], certificates[i - 1])
  }
  visit(document, { Scalar: (_, scalar) => quoteWhereNeeded(scalar) })
  const written = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
  // Outside of quotes only line ends are unprintable.
  return written.replace(unprintable, (character) => (character === '\n' ? '\n' : escaped(character)))
}

/** Characters that `printable` removes. Here they are escaped, so that they can be read back. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Readers of YAML 1.1 have more numbers than its specification, and a type of its own for "=". */
const maybeNumber = /^[-+.,:=_\d]+$/

/** Only between double quotes does YAML have escapes. */
function quoteWhereNeeded(scalar: Scalar): void {
  if (typeof scalar.value !== 'string') return
  if (scalar.value.search(unprintable) >= 0 || maybeNumber.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE'
}

function escaped(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16)
  return digits.length > 4 ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`
}

function entryOf({ zone_id, zone, certificate_id, kind, name, credentials }: FoundCertificate) {
  return {
    zone_id,
    certificate_id,
    ...(name !== certificate_id && { name }),
    ...(zone !== zone_id && { zone }),
    ...(kind !== defaultKind && { kind }),
    ...(credentials !== defaultCredential && { credentials }),
  }
}

/** The zone's name where another zone begins, and the day on which each certificate ends. */
function explain(item: YAMLMap, here: FoundCertificate | undefined, before: FoundCertificate | undefined): void {
  if (!here) return
  if (here.zone_id !== before?.zone_id) item.commentBefore = ` ${printable(here.zone)}`
  const id = item.get('certificate_id', true)
  if (isScalar(id) && here.expiry !== null) id.comment = ` ends ${here.expiry.slice(0, 10)}`
}
