import type { DefaultThresholds, Scope, UseRule } from './kind.ts'
import { type CertificateKind, certificateKinds, defaultKind, kinds, reachesOrigins } from './kinds.ts'

/**
 * Kinds of certificates that Cloudflare does not keep. `bundle`: a certificate of a CA file, read from disk. `drill`: the synthetic one
 * of a pager drill.
 */
export const ownKinds = ['bundle', 'drill'] as const

/** Every kind that metrics, page and JSON show. */
export const displayedKinds = [...certificateKinds, ...ownKinds] as const
export type DisplayedKind = (typeof displayedKinds)[number]

/** Everything that differs between a certificate of a CA file and those that Cloudflare keeps. */
export const bundleKind = {
  use: 'renewed_root',
  thresholds: { warning: '90d', critical: '30d' },
  words: {
    noun: 'CA certificate',
    description: 'a certificate of a CA file that origins verify client certificates with',
    breaks: 'origins that verify with this file drop the traffic whose certificates come from it',
  },
} as const satisfies {
  readonly use: UseRule
  readonly thresholds: DefaultThresholds
  readonly words: { readonly noun: string; readonly description: string; readonly breaks: string }
}

/** Where a certificate of a kind is: in a zone or an account of Cloudflare's, or in a CA file. A drill counts as in a zone. */
export function holderOf(kind: DisplayedKind): Scope | 'bundle' {
  if (kind === 'bundle') return 'bundle'
  return kind === 'drill' ? 'zone' : kinds[kind].scope
}

/** Whether Cloudflare keeps certificates of the kind, so that it can be asked for them. */
export function isKeptByCloudflare(kind: DisplayedKind): kind is CertificateKind {
  return kind !== 'bundle' && kind !== 'drill'
}

/** Whether certificates of the kind are read from a CA file. */
export function isOfBundle(kind: DisplayedKind): boolean {
  return kind === 'bundle'
}

/** Whether `in_use` 0 means that another certificate takes its place when it ends, and not that nothing uses it. */
export function isCoveredWhenUnused(kind: DisplayedKind): boolean {
  if (kind === 'drill') return false
  const { use } = kind === 'bundle' ? bundleKind : kinds[kind]
  return use === 'covered_hosts' || use === 'renewed_root'
}

/** What one certificate is called in a sentence, without an article. */
export function nounOf(kind: DisplayedKind): string {
  if (kind === 'bundle') return bundleKind.words.noun
  return kind === 'drill' || reachesOrigins(kind) ? 'client certificate' : kinds[kind].words.noun
}

/** What stands in place of hostnames where no single one is known to use the certificate, and it is in use. */
export function usedByAllOf(kind: DisplayedKind): string | undefined {
  return isKeptByCloudflare(kind) ? kinds[kind].words.usedByAll : undefined
}

/** Whether certificates of the kind are presented to origins. One of a drill stands for such a certificate. */
export function isClientCertificate(kind: DisplayedKind): boolean {
  return kind === 'drill' || (isKeptByCloudflare(kind) && reachesOrigins(kind))
}

/** What breaks when a certificate of the kind ends. */
export function breaksOf(kind: DisplayedKind): string {
  if (kind === 'bundle') return bundleKind.words.breaks
  return kinds[kind === 'drill' ? defaultKind : kind].words.breaks
}

/** Whether the certificate itself can be had, and not only what Cloudflare says of it. */
export function comesWithPem(kind: DisplayedKind): boolean {
  return !isKeptByCloudflare(kind) || kinds[kind].pem !== 'none'
}
