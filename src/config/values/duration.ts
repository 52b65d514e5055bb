import type { Seconds } from '../../certificate/model.ts'

/** The duration syntax of Prometheus: at least one unit, each at most once, in this order. */
export const durationPattern =
  /^(?=.)(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/

const unitsMs = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1]

/** Prometheus itself overflows at 292 years. */
const longestMs = 292 * 365 * 86_400_000

/** `1h30m` -> 5400. Undefined if the text is no duration, or one longer than 292 years. */
export function parseDuration(text: string): Seconds | undefined {
  const match = durationPattern.exec(text)
  if (match === null) return undefined
  const total = unitsMs.reduce((sum, unitMs, index) => sum + Number(match[index + 1] ?? 0) * unitMs, 0)
  return total <= longestMs ? total / 1000 : undefined
}

const shownUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const

/** 5400 -> `1h30m`. Days are the largest unit, because people say 30d and not 4w2d. */
export function formatDuration(seconds: Seconds): string {
  let restMs = Math.round(seconds * 1000)
  let text = ''
  for (const [unit, unitMs] of shownUnits) {
    const count = Math.floor(restMs / unitMs)
    if (count > 0) text += `${count}${unit}`
    restMs -= count * unitMs
  }
  return text === '' ? '0s' : text
}
