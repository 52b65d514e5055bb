import type { ApiFailure, ApiFailureReason } from './failure.ts'

/** What the last answers that a credential got say about asking with it again. Times are seconds of a clock that never jumps. */
export interface Circuit {
  /** Failures running that look like an outage. */
  readonly troubles: number
  /** The zones that these failures were about. */
  readonly troubledZones: ReadonlySet<string>
  /** Refusals of the credential running. */
  readonly refusals: number
  /** Present while nothing but one probe now and then is sent. */
  readonly open: OpenCircuit | undefined
}

export interface OpenCircuit {
  readonly cause: 'outage' | 'refused'
  /** How many probes have failed. */
  readonly round: number
  /** When the next probe may go. */
  readonly probeAt: number
  readonly failure: ApiFailure
}

export const closedCircuit: Circuit = { troubles: 0, troubledZones: new Set(), refusals: 0, open: undefined }

const outageReasons: readonly ApiFailureReason[] = ['network', 'timeout', 'server_error', 'rate_limited']

const troublesOfAnOutage = 5
/** One zone that Cloudflare cannot answer for is no outage, as long as there are others. */
const zonesOfAnOutage = 3
const refusalsThatCount = 3

const outageBackoff = { first: 5, longest: 120 }
/** Cloudflare answers repeated bad tokens with a lock-out (code 10502). */
const refusedBackoff = { first: 60, longest: 3600 }

/** An answer, of which zone, as the circuit sees it. */
export interface Answered {
  readonly failure: ApiFailure | undefined
  readonly zoneId: string
  /** How many zones are watched with this credential. */
  readonly zonesWatched: number
  readonly now: number
  /** From 0 to 1. */
  readonly random: number
}

/** The circuit after one more answer. */
export function afterAnswer(circuit: Circuit, answered: Answered): Circuit {
  const { failure } = answered
  if (failure?.reason === 'auth') return afterRefusal(circuit, failure, answered)
  if (failure && outageReasons.includes(failure.reason)) return afterTrouble(circuit, failure, answered)
  return closedCircuit
}

function afterRefusal(circuit: Circuit, failure: ApiFailure, answered: Answered): Circuit {
  const refusals = circuit.refusals + 1
  const open = refusals >= refusalsThatCount ? opened(circuit, 'refused', failure, answered) : undefined
  return { ...closedCircuit, refusals, open }
}

function afterTrouble(circuit: Circuit, failure: ApiFailure, answered: Answered): Circuit {
  const troubles = circuit.troubles + 1
  const troubledZones = new Set([...circuit.troubledZones, answered.zoneId].slice(-zonesOfAnOutage))
  const widespread = troubledZones.size >= Math.min(zonesOfAnOutage, answered.zonesWatched)
  const isOutage = circuit.open !== undefined || (troubles >= troublesOfAnOutage && widespread)
  const open = isOutage ? opened(circuit, 'outage', failure, answered) : undefined
  return { troubles, troubledZones, refusals: 0, open }
}

function opened(circuit: Circuit, cause: OpenCircuit['cause'], failure: ApiFailure, answered: Answered): OpenCircuit {
  const { now, random } = answered
  const present = circuit.open?.cause === cause ? circuit.open : undefined
  // What was under way when the circuit opened is no probe.
  if (present && now < present.probeAt) return present
  const round = present ? present.round + 1 : 0
  const { first, longest } = cause === 'outage' ? outageBackoff : refusedBackoff
  const delay = Math.min(longest, first * 2 ** round) * (0.75 + random / 4)
  return { cause, round, probeAt: now + delay, failure }
}

/** Keeps a circuit open until a time that Cloudflare has named. */
export function openUntil(circuit: Circuit, probeAt: number, failure: ApiFailure): Circuit {
  return { ...circuit, open: { cause: 'outage', round: circuit.open?.round ?? 0, probeAt, failure } }
}
