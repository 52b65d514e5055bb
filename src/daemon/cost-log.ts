import type { Logger } from 'pino'
import type { Seconds } from '../certificate/model.ts'
import { type CycleCost, costsOfFurtherKinds } from '../monitor/cost.ts'

interface Told {
  readonly requests: number
  readonly seconds: Seconds
  readonly isLong: boolean
}

/** Logs what a full cycle costs (`cycle_cost`). */
export class CostLog {
  readonly #log: Logger
  /** What was last logged for each credential. */
  readonly #told = new Map<string, Told>()

  constructor(log: Logger) {
    this.#log = log
  }

  /**
   * Logs the cost if that is news: the requests changed by a tenth, the time by a half, or the cycle no longer fits into the interval.
   * The time is what the rate allows at best, or what the last cycle took if that was longer.
   * @param lastWholeCycle the seconds of the last full cycle in which hardly anything failed
   */
  tell(cost: CycleCost, interval: Seconds, lastWholeCycle: Seconds | undefined): void {
    const { credentials, requests, seconds: atRate } = cost
    const seconds = Math.ceil(Math.max(atRate, lastWholeCycle ?? 0))
    const isLong = seconds > interval
    const told = this.#told.get(credentials)
    if (told && told.isLong === isLong && isNear(told.requests, requests, 1.1) && isNear(told.seconds, seconds, 1.5))
      return
    this.#told.set(credentials, { requests, seconds, isLong })
    const fields = { event: 'cycle_cost', credentials, requests, seconds, interval, ...fieldsOfKinds(cost) }
    const isLearnt = seconds > Math.ceil(atRate)
    const source = isLearnt ? 'as the last one did' : 'at the configured rate'
    const message = `credential ${credentials}: a full cycle makes about ${requests} requests${partOfKinds(cost)} and takes ${seconds} s ${source}`
    // A higher rate does not help where the answers are what takes the time.
    const remedy = isLearnt ? 'raise the interval' : 'raise the rate, or the interval'
    if (isLong) this.#log.warn(fields, `${message}, longer than the ${interval} s between two: ${remedy}`)
    else this.#log.info(fields, message)
  }
}

/** Whether two figures differ by no more than a factor, small ones by no more than a few. */
function isNear(before: number, after: number, factor: number): boolean {
  return Math.max(before, after) <= Math.max(Math.min(before, after) * factor, Math.min(before, after) + 2)
}

function partOfKinds(cost: CycleCost): string {
  const parts = costsOfFurtherKinds(cost).map(({ kind, requests }) => `${requests} for ${kind}`)
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}

/** Without further kinds the line is what it always was. */
function fieldsOfKinds(cost: CycleCost): object {
  if (costsOfFurtherKinds(cost).length === 0) return {}
  const entries = cost.kinds.map(({ kind, requests, restingStores }) => [
    kind,
    { requests, resting_stores: restingStores },
  ])
  return { by_kind: Object.fromEntries(entries) }
}
