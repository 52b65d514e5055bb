import type { DisplayedKind } from './displayed-kinds.ts'
import { type KindDefinition, type StatusClass, statusWords } from './kind.ts'
import { defaultKind, kinds } from './kinds.ts'

/**
 * The status of a certificate: a word that the API documents for its kind, or one of two words of ours. `gone`: Cloudflare no longer has
 * it, it ended or was about to, and nothing took its place. `unknown`: the API's word is not documented.
 */
export const certificateStatuses = [...statusWords, 'gone', 'unknown'] as const
export type CertificateStatus = (typeof certificateStatuses)[number]

/** The statuses that a certificate of a kind can have. */
export function statusesOf(kind: DisplayedKind): readonly CertificateStatus[] {
  const { statuses, vanishing } = lifecycleOf(kind)
  const isPossible = (status: CertificateStatus) =>
    status === 'unknown' || (status === 'gone' ? vanishing !== undefined : Object.hasOwn(statuses, status))
  return certificateStatuses.filter(isPossible)
}

/** What a word of the API says of a certificate of a kind. Undefined without a word. */
export function statusOf(kind: DisplayedKind, word: string | undefined): CertificateStatus | undefined {
  if (word === undefined || word === '') return undefined
  return statusesOf(kind).find((status) => status !== 'gone' && status === word) ?? 'unknown'
}

/** What a status means for the alerts. The words of ours are their own classes. */
export function statusClassOf(kind: DisplayedKind, status: CertificateStatus): StatusClass | 'gone' | 'unknown' {
  if (status === 'gone' || status === 'unknown') return status
  return lifecycleOf(kind).statuses[status] ?? 'unknown'
}

/** The certificate of a drill has the statuses of the most usual kind, and one of a CA file has none. */
function lifecycleOf(kind: DisplayedKind): Pick<KindDefinition, 'statuses' | 'vanishing'> {
  if (kind === 'bundle') return { statuses: {} }
  return kinds[kind === 'drill' ? defaultKind : kind]
}
