import type { UnixSeconds } from '../certificate/model.ts'
import { type Severity, severities } from '../judgement/severity.ts'
import { type State, states } from '../judgement/states.ts'

/** The parts that the order by urgency compares: severity and state, used before proved unused, expiry, the beginning of the name, key. */
export type Order = readonly [rank: number, unused: number, expiry: number, name: string, key: string]

/** What the order by urgency goes by. */
export interface Ordered {
  readonly severity: Severity
  readonly state: State
  readonly isUnused: boolean
  readonly expiry: UnixSeconds | undefined
  readonly name: string
  readonly key: string
}

export function orderOf({ severity, state, isUnused, expiry, name, key }: Ordered): Order {
  const rank = severities.indexOf(severity) * states.length + states.indexOf(state)
  // Cursors are written in JSON, which has no Infinity.
  return [rank, isUnused ? 1 : 0, expiry ?? Number.MAX_VALUE, beginningOf(name), key]
}

const longestBeginning = 128

/**
 * A cursor is part of a URL, which Node.js refuses above 16 kB, and a name can have 100 kB. The key distinguishes equal beginnings.
 */
function beginningOf(name: string): string {
  if (name.length <= longestBeginning) return name
  return [...name.slice(0, 2 * longestBeginning)].slice(0, longestBeginning).join('')
}

/** The one order of the page, the JSON and `check`. */
export function byUrgency(a: { readonly order: Order }, b: { readonly order: Order }): number {
  return compareOrders(a.order, b.order)
}

export function compareOrders(a: Order, b: Order): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || compareTexts(a[3], b[3]) || compareTexts(a[4], b[4])
}

/** Compares code units. Collating ten thousand names would take longer than all the rest, and depends on the machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
