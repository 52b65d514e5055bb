import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { DisplayedZone } from '../exposition/aspects.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { neverRead } from '../inventory/merge.ts'

const minute: Seconds = 60

/** It is in the warning state for ten minutes, critical for ten and expired for ten. Then it vanishes. */
const criticalFor = 10 * minute
const expiresAfter = 20 * minute
const vanishesAfter = 30 * minute

/**
 * Makes the synthetic certificate of a pager drill. Cloudflare is never asked for it, and its alerts are real.
 * @returns undefined once the drill is over
 */
export function drillCertificate(startedAt: UnixSeconds, now: UnixSeconds): DisplayedCertificate | undefined {
  if (now >= startedAt + vanishesAfter) return undefined
  return {
    entry: {
      kind: 'drill',
      scopeId: '0'.repeat(32),
      certificateId: '00000000-0000-0000-0000-000000000000',
      name: 'drill',
      placeName: 'drill.invalid',
      credentials: 'none',
      labels: {},
      thresholds: {
        warning: { kind: 'duration', seconds: vanishesAfter },
        critical: { kind: 'duration', seconds: criticalFor },
      },
      staleAfter: vanishesAfter,
    },
    known: {
      facts: undefined,
      record: {
        status: 'active',
        expiresOn: startedAt + expiresAfter,
        uploadedOn: startedAt,
        issuer: undefined,
        serialNumber: undefined,
        signature: undefined,
      },
      mismatches: {},
      statusSince: startedAt,
    },
    check: { lastCheck: startedAt, lastSuccess: now, failure: undefined, absences: 0 },
    use: { hostnames: [], inUse: undefined },
  }
}

/** The drill's own zone, which contains only this certificate. */
export function drillZone(startedAt: UnixSeconds, now: UnixSeconds): DisplayedZone | undefined {
  const certificate = drillCertificate(startedAt, now)
  if (!certificate) return undefined
  const { scopeId, placeName } = certificate.entry
  return {
    scope: 'zone',
    scopeId,
    name: placeName,
    certificates: new Map([['drill', certificate]]),
    hostnames: new Map(),
    stores: new Map(),
    zoneSwitch: {
      isFresh: true,
      labels: {},
      enabled: undefined,
      reading: neverRead,
    },
  }
}
