import type { Seconds, Threshold, Thresholds } from '../../certificate/model.ts'
import { durationPattern, formatDuration, parseDuration } from './duration.ts'

/** A threshold is a duration or a percentage. */
export const thresholdPattern = new RegExp(`${durationPattern.source}|^[0-9]+(?:\\.[0-9]+)?%$`)

/** Reads `30d` or `33%`. Undefined if it is neither, or if it could never warn: zero, or the whole lifetime. */
export function parseThreshold(text: string): Threshold | undefined {
  const percent = /^([0-9]+(?:\.[0-9]+)?)%$/.exec(text)?.[1]
  if (percent !== undefined) {
    const share = Number(percent) / 100
    return share > 0 && share < 1 ? { kind: 'share', share } : undefined
  }
  const seconds = parseDuration(text)
  return seconds !== undefined && seconds > 0 ? { kind: 'duration', seconds } : undefined
}

/** False if one is a duration and the other a share, because only the certificate's lifetime would tell. */
export function isWarningTooShort({ warning, critical }: Thresholds): boolean {
  if (warning.kind === 'duration' && critical.kind === 'duration') return warning.seconds <= critical.seconds
  if (warning.kind === 'share' && critical.kind === 'share') return warning.share <= critical.share
  return false
}

export function formatThreshold(threshold: Threshold): string {
  switch (threshold.kind) {
    case 'duration':
      return formatDuration(threshold.seconds)
    case 'share':
      return `${Number((threshold.share * 100).toFixed(6))}%`
  }
}

const leastStaleAfter = 6 * 3600

export function defaultStaleAfter(intervalSeconds: Seconds): Seconds {
  return Math.max(3 * intervalSeconds, leastStaleAfter)
}
