import { certificateKinds, kinds, reachesOrigins } from '../../../src/kinds/kinds.ts'
import { capitalised } from '../../../src/report/words.ts'
import { ask, choose, ofCertificate } from './templates.ts'

type Definition = (typeof kinds)[keyof typeof kinds]

/** All but client certificates of Authenticated Origin Pulls, of which the texts say most, and which have no words of their own. */
const others = certificateKinds.filter((kind) => !reachesOrigins(kind))

function byKind(textOf: (kind: Definition) => string, otherwise: string): string {
  return choose('$labels.kind', Object.fromEntries(others.map((kind) => [kind, textOf(kinds[kind])])), otherwise)
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
const zone = 'zone {{ $labels.zone }} ({{ $labels.zone_id }})'
const account = 'account {{ $labels.account }} ({{ $labels.account_id }})'

/** What a certificate is called, and where it is. */
export const kindTexts = {
  Certificate: byKind(({ words }) => capitalised(words.noun), 'Client certificate'),
  certificate: byKind(({ words }) => words.noun, 'client certificate'),
  // An entry of a zone may have a label `account` of its own.
  place: byKind(
    ({ scope }) => (scope === 'account' ? '{{ $labels.account }}' : '{{ $labels.zone }}'),
    '{{ $labels.zone }}',
  ),
  'where-alone': byKind(
    ({ scope }) => `{{ $labels.kind }} ${id} of ${scope === 'account' ? account : zone}.`,
    `certificate ${id} in the {{ $labels.kind }} store of ${zone}.`,
  ),
  scope: byKind(({ scope }) => (scope === 'account' ? account : zone), zone),
} as const
