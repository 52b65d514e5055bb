import type { Thresholds } from '../world/watch-terms.ts'
import type { SeenCertificate } from './scrape.ts'

export type ExpiryAlert = 'CloudflareCertExpired' | 'CloudflareCertExpiryCritical' | 'CloudflareCertExpirySoon'

/** Which of the three fires with so many seconds left: exactly one from the warning threshold on. */
export function expiryAlertOf(left: number, { warning, critical }: Thresholds): ExpiryAlert | undefined {
  if (left < 0) return 'CloudflareCertExpired'
  if (left < critical) return 'CloudflareCertExpiryCritical'
  return left < warning ? 'CloudflareCertExpirySoon' : undefined
}

/** Which of them the shipped rules make of what a scrape shows. promtool says so too, of some hours of some runs. */
export function expiryAlertSeen(seen: SeenCertificate, now: number): ExpiryAlert | undefined {
  const { expiry, inUse, isGone, warningAt, criticalAt } = seen
  if (expiry === undefined || inUse === 0 || isGone) return undefined
  return expiryAlertOf(expiry - now, { warning: warningAt ?? 0, critical: criticalAt ?? 0 })
}
