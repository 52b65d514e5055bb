import { Document, isMap, isScalar, isSeq, type Scalar, visit, type YAMLMap } from 'yaml'
import { defaultCredential } from '../config/secrets/credentials.ts'
import { counted } from '../inventory/counted.ts'
import { type CertificateKind, defaultKind, idNames, kinds, kindsReadByDefault } from '../kinds/kinds.ts'
import { printable } from '../report/printable.ts'
import type { FoundCertificate } from './found-certificates.ts'

/** All certificates of one place that are watched by an entry for the whole place. */
type Group = readonly [FoundCertificate, ...FoundCertificate[]]

/**
 * A configuration's lists, ready to use: `certificates` for the kinds that are read by default, and `zones` and `accounts` with `kinds`
 * for all others, because these are renewed under new ids.
 */
export function foundAsYaml(certificates: readonly FoundCertificate[]): string {
  const byDefault: readonly CertificateKind[] = kindsReadByDefault
  const single = certificates.filter(({ kind }) => byDefault.includes(kind))
  const others = certificates.filter(({ kind }) => !byDefault.includes(kind))
  const zones = groupsOf(others.filter(({ kind }) => kinds[kind].scope === 'zone'))
  const accounts = groupsOf(others.filter(({ kind }) => kinds[kind].scope === 'account'))
  // Helm, PyYAML and Ruby read words such as `on` and 12:30:45 as other types, so these are quoted.
  const document = new Document(
    {
      ...((single.length > 0 || others.length === 0) && { certificates: single.map(entryOf) }),
      ...(zones.length > 0 && { zones: zones.map(placeEntryOf) }),
      ...(accounts.length > 0 && { accounts: accounts.map(placeEntryOf) }),
    },
    { compat: 'yaml-1.1' },
  )
  for (const [i, item] of itemsOf(document, 'certificates')) explain(item, single[i], single[i - 1])
  for (const [list, groups] of [
    ['zones', zones],
    ['accounts', accounts],
  ] as const)
    for (const [i, item] of itemsOf(document, list)) explainPlace(item, groups[i])
  visit(document, { Scalar: (_, scalar) => quoteWhereNeeded(scalar) })
  const written = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
  // Outside of quotes only line ends are unprintable.
  return written.replace(unprintable, (character) => (character === '\n' ? '\n' : escaped(character)))
}

function groupsOf(certificates: readonly FoundCertificate[]): readonly Group[] {
  const byPlace = Map.groupBy(certificates, ({ scopeId, credentials }) => `${scopeId} ${credentials}`)
  return [...byPlace.values()].flatMap(([first, ...more]): readonly Group[] => (first ? [[first, ...more]] : []))
}

function itemsOf(document: Document, list: string): readonly (readonly [number, YAMLMap])[] {
  const node = document.get(list)
  return isSeq(node) ? [...node.items.entries()].flatMap(([i, item]) => (isMap(item) ? [[i, item] as const] : [])) : []
}

function entryOf({ scopeId, placeName, certificateId, kind, name, credentials }: FoundCertificate) {
  return {
    zone_id: scopeId,
    certificate_id: certificateId,
    ...(name !== certificateId && { name }),
    ...(placeName !== scopeId && { zone: placeName }),
    ...(kind !== defaultKind && { kind }),
    ...(credentials !== defaultCredential && { credentials }),
  }
}

function placeEntryOf([first, ...more]: Group) {
  const { kind, scopeId, placeName, credentials } = first
  const { scope } = kinds[kind]
  return {
    [idNames[scope]]: scopeId,
    ...(placeName !== scopeId && { [scope]: placeName }),
    kinds: [...new Set([first, ...more].map((each) => each.kind))],
    ...(credentials !== defaultCredential && { credentials }),
  }
}

/** The zone's name where another zone begins, and the day on which each certificate ends. */
function explain(item: YAMLMap, here: FoundCertificate | undefined, before: FoundCertificate | undefined): void {
  if (!here) return
  if (here.scopeId !== before?.scopeId) item.commentBefore = ` ${printable(here.placeName)}`
  const id = item.get('certificate_id', true)
  if (isScalar(id) && here.expiry !== null) id.comment = ` ends ${here.expiry.slice(0, 10)}`
}

/** How many certificates of each kind there are, and when the first of them ends. */
function explainPlace(item: YAMLMap, group: Group | undefined): void {
  const list = item.get('kinds')
  if (!group || !isSeq(list)) return
  item.commentBefore = ` ${printable(group[0].placeName)}`
  for (const kind of list.items) {
    if (!isScalar(kind)) continue
    const own = group.filter((each) => each.kind === kind.value)
    const [first] = own.flatMap(({ expiry }) => expiry ?? []).toSorted()
    const ends = own.length > 1 ? ', the first ends' : ', ends'
    kind.comment = ` ${counted(own.length, 'certificate')}${first === undefined ? '' : `${ends} ${first.slice(0, 10)}`}`
  }
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
