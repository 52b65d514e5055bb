import type { Thresholds } from '../world/watch-terms.ts'
import type { FurtherCertificate } from './further-record.ts'

/** docs/what-to-watch.md has these rules, in the words for users. */

const day = 86_400

const ofRoots = { warning: 90 * day, critical: 30 * day } as const
const ofOthers = { warning: 30 * day, critical: 14 * day } as const

export function thresholdsOf({ kind, isAuthority }: FurtherCertificate): Thresholds {
  const isRoot = kind === 'custom_certificate' ? false : kind === 'mtls_certificate' ? isAuthority : true
  return isRoot ? ofRoots : ofOthers
}

/** Whether its end would harm somebody, as far as anybody can know it. */
export function harms(one: FurtherCertificate, all: readonly FurtherCertificate[], now: number): boolean {
  switch (one.kind) {
    case 'custom_certificate':
      return !areHostsCovered(one, all, now)
    case 'custom_trust_store':
      return !all.some((other) => outlasts(other, one, now) && other.subject === one.subject)
    case 'mtls_certificate':
      return true
    case 'access_certificate':
      return one.hosts.length > 0
    case 'gateway_certificate':
      return one.inUse
  }
}

/** Whether something takes the place of one that vanished. */
export function isReplaced(one: FurtherCertificate, all: readonly FurtherCertificate[], now: number): boolean {
  if (one.kind === 'custom_certificate') return areHostsCovered(one, all, now)
  return all.some(
    (other) => outlasts(other, one, now) && (one.kind === 'custom_trust_store' || (other.inUse && one.wasInUse)),
  )
}

/** Whether Cloudflare takes certificates of its kind away, so that one that vanishes may be missed. */
export function mayBeMissed({ kind, wasInUse }: FurtherCertificate): boolean {
  return kind.startsWith('custom_') || (kind === 'gateway_certificate' && wasInUse)
}

function areHostsCovered(one: FurtherCertificate, all: readonly FurtherCertificate[], now: number): boolean {
  const able = all.filter((other) => outlasts(other, one, now) && other.family === one.family)
  return one.hosts.every((host) => able.some(({ hosts }) => hosts.includes(host)))
}

function outlasts(other: FurtherCertificate, one: FurtherCertificate, now: number): boolean {
  return isSameStore(other, one) && other.id !== one.id && other.end > one.end && other.end > now
}

function isSameStore(a: FurtherCertificate, b: FurtherCertificate): boolean {
  return a.kind === b.kind && a.scopeId === b.scopeId
}
