import { bundleKind } from '../../../src/kinds/displayed-kinds.ts'
import type { Scope } from '../../../src/kinds/kind.ts'
import { certificateKinds, kinds, reachesOrigins } from '../../../src/kinds/kinds.ts'
import { capitalised } from '../../../src/report/words.ts'
import { ask, choose, ofCertificate } from './templates.ts'

type Definition = Pick<(typeof kinds)[keyof typeof kinds], 'use'> & {
  readonly scope: Scope | 'bundle'
  readonly words: { readonly noun: string; readonly breaks: string }
}

/** All but client certificates of Authenticated Origin Pulls, of which the texts say most, and which have no words of their own. */
const others: Readonly<Record<string, Definition>> = {
  ...Object.fromEntries(certificateKinds.filter((kind) => !reachesOrigins(kind)).map((kind) => [kind, kinds[kind]])),
  bundle: { ...bundleKind, scope: 'bundle' },
}

function byKind(textOf: (kind: Definition) => string, otherwise: string): string {
  const texts = Object.entries(others).map(([kind, definition]) => [kind, textOf(definition)] as const)
  return choose('$labels.kind', Object.fromEntries(texts), otherwise)
}

const isInUse = ask(`max(cloudflare_cert:in_use:max{${ofCertificate}}) == 1`)

/** The API says of these whether anything uses them. What it does not say is unknown. */
const useIsTold = new Set<Definition['use']>(['answer', 'own_hosts', 'associations'])

function impact({ use, words: { breaks } }: Definition, when: string): string {
  const plain = `${capitalised(when ? `${when} ${breaks}` : breaks)}.`
  if (!useIsTold.has(use)) return plain
  const unknown = `Whether anything uses it is not known. If anything does, ${when ? `${when} ` : ''}${breaks}.`
  return `{{ with ${isInUse} }}${plain}{{ else }}${unknown}{{ end }}`
}

/** What a text says of one that has expired, and of one that will. @param otherwise what it says of a client certificate */
export function impactNow(otherwise: string): string {
  return byKind((kind) => impact(kind, ''), otherwise)
}

export function impactLater(otherwise: string): string {
  return byKind((kind) => impact(kind, 'once it has ended,'), otherwise)
}

const id = '{{ $labels.certificate_id }}'
const places = {
  zone: 'zone {{ $labels.zone }} ({{ $labels.zone_id }})',
  account: 'account {{ $labels.account }} ({{ $labels.account_id }})',
} as const
const placeNames = { zone: '{{ $labels.zone }}', account: '{{ $labels.account }}', bundle: 'a CA file' } as const
const inFile = `certificate ${id} of the CA file that bundles names. The name of the bundle is at the beginning of {{ $labels.name }}.`

/** What a certificate is called, and where it is. */
export const kindTexts = {
  Certificate: byKind(({ words }) => capitalised(words.noun), 'Client certificate'),
  certificate: byKind(({ words }) => words.noun, 'client certificate'),
  // An entry of a zone may have a label `account` of its own.
  place: byKind(({ scope }) => placeNames[scope], placeNames.zone),
  'where-alone': byKind(
    ({ scope }) => (scope === 'bundle' ? inFile : `{{ $labels.kind }} ${id} of ${places[scope]}.`),
    `certificate ${id} in the {{ $labels.kind }} store of ${places.zone}.`,
  ),
  scope: byKind(({ scope }) => (scope === 'bundle' ? '' : places[scope]), places.zone),
  // A CA is renewed in the file, not at Cloudflare.
  'if-of-file': `{{ if eq $labels.kind "bundle" }}Put the renewed CA into the file, beside the old one. Take out what nothing needs any more.{{ else }}`,
} as const
