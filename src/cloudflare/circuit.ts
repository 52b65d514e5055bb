import { type ApiFailure, apiFailureReasons } from './failure.ts'

/** What the last answers to a credential say about asking with it again. Times are seconds of a monotonic clock. */
export interface Circuit {
  /** The number of consecutive failures that look like an outage. */
  readonly failures: number
  /** The zones that these failures were about. */
  readonly failedZones: ReadonlySet<string>
  /** Present while only a probe is sent now and then. */
  readonly open: OpenCircuit | undefined
}

export interface OpenCircuit {
  /** `refused`: the credential is refused, or may be. */
  readonly cause: 'outage' | 'refused'
  /** The number of probes that have failed. */
  readonly round: number
  /** When the next probe may go. */
  readonly probeAt: number
  readonly failure: ApiFailure
}

export const closedCircuit: Circuit = { failures: 0, failedZones: new Set(), open: undefined }

const failuresOfAnOutage = 5
/** Failures in fewer zones than this are no outage, if more zones are watched. */
const zonesOfAnOutage = 3

/** In seconds. */
interface Backoff {
  readonly first: number
  readonly longest: number
}

/** Cloudflare answers repeated bad tokens with a lock-out (code 10502). */
const refusedBackoff: Backoff = { first: 60, longest: 3600 }

const backoffs: Readonly<Record<OpenCircuit['cause'], Backoff>> = {
  outage: { first: 5, longest: 120 },
  refused: refusedBackoff,
}

/** What the circuit needs to know about an answer. */
export interface Answered {
  readonly zone: string
  /** The number of zones that are watched with this credential. */
  readonly zonesWatched: number
  readonly now: number
  /** From 0 to 1. */
  readonly random: number
}

export function looksLikeOutage({ reason }: ApiFailure): boolean {
  return apiFailureReasons[reason].isOutage
}

/** The number of zones in which something has to fail before it counts as a failure of all zones. */
export function zonesNeeded(zonesWatched: number): number {
  return Math.max(1, Math.min(zonesOfAnOutage, zonesWatched))
}

/** The circuit after one more failure that looks like an outage. */
export function afterOutageFailure(circuit: Circuit, failure: ApiFailure, answered: Answered): Circuit {
  const failures = circuit.failures + 1
  const failedZones = new Set([...circuit.failedZones, answered.zone].slice(-zonesOfAnOutage))
  const widespread = failedZones.size >= zonesNeeded(answered.zonesWatched)
  const isOutage = circuit.open !== undefined || (failures >= failuresOfAnOutage && widespread)
  const open = isOutage ? opened(circuit, 'outage', failure, answered) : undefined
  return { failures, failedZones, open }
}

/** The circuit after one more answer while the credential is in doubt. */
export function afterRefusal(circuit: Circuit, failure: ApiFailure, answered: Answered): Circuit {
  return { ...closedCircuit, open: opened(circuit, 'refused', failure, answered) }
}

/** The circuit after an answer. Whatever the answer says, Cloudflare answers, so there is no outage. */
export function afterAnswer({ open }: Circuit): Circuit {
  return { ...closedCircuit, open: open?.cause === 'refused' ? open : undefined }
}

/** Seconds until a refused credential is tried again. */
export function refusedDelay(round: number, random: number): number {
  return delayOf(refusedBackoff, round, random)
}

function delayOf({ first, longest }: Backoff, round: number, random: number): number {
  return Math.min(longest, first * 2 ** round) * (0.75 + random / 4)
}

function opened(circuit: Circuit, cause: OpenCircuit['cause'], failure: ApiFailure, answered: Answered): OpenCircuit {
  const { now, random } = answered
  const present = circuit.open?.cause === cause ? circuit.open : undefined
  // A request that was already sent when the circuit opened is no probe.
  if (present && now < present.probeAt) return present
  const round = present ? present.round + 1 : 0
  const delay = delayOf(backoffs[cause], round, random)
  return { cause, round, probeAt: now + delay, failure }
}

/** Keeps a circuit open until a time that Cloudflare has given. */
export function openUntil(circuit: Circuit, probeAt: number, failure: ApiFailure): Circuit {
  return { ...circuit, open: { cause: 'outage', round: circuit.open?.round ?? 0, probeAt, failure } }
}
