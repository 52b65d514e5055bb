import { type ApiFailure, apiFailureReasons } from './failure.ts'

/** What the last answers that a credential got say about asking with it again. Times are seconds of a clock that never jumps. */
export interface Circuit {
  /** Failures running that look like an outage. */
  readonly troubles: number
  /** The zones that these failures were about. */
  readonly troubledZones: ReadonlySet<string>
  /** Present while nothing but one probe now and then is sent. */
  readonly open: OpenCircuit | undefined
}

export interface OpenCircuit {
  /** `refused`: the credential is, or may be. */
  readonly cause: 'outage' | 'refused'
  /** How many probes have failed. */
  readonly round: number
  /** When the next probe may go. */
  readonly probeAt: number
  readonly failure: ApiFailure
}

export const closedCircuit: Circuit = { troubles: 0, troubledZones: new Set(), open: undefined }

const troublesOfAnOutage = 5
/** What one zone answers says nothing of all, as long as there are others. */
const zonesThatCount = 3

const outageBackoff = { first: 5, longest: 120 }
/** Cloudflare answers repeated bad tokens with a lock-out (code 10502). */
const refusedBackoff = { first: 60, longest: 3600 }

/** An answer, of which zone, as the circuit sees it. */
export interface Answered {
  readonly zone: string
  /** How many zones are watched with this credential. */
  readonly zonesWatched: number
  readonly now: number
  /** From 0 to 1. */
  readonly random: number
}

export function isTrouble({ reason }: ApiFailure): boolean {
  return apiFailureReasons[reason].isOutage
}

/** In how many zones something has to fail, before it says something of all of them. */
export function zonesNeeded(zonesWatched: number): number {
  return Math.max(1, Math.min(zonesThatCount, zonesWatched))
}

/** The circuit after one more failure that looks like an outage. */
export function afterTrouble(circuit: Circuit, failure: ApiFailure, answered: Answered): Circuit {
  const troubles = circuit.troubles + 1
  const troubledZones = new Set([...circuit.troubledZones, answered.zone].slice(-zonesThatCount))
  const widespread = troubledZones.size >= zonesNeeded(answered.zonesWatched)
  const isOutage = circuit.open !== undefined || (troubles >= troublesOfAnOutage && widespread)
  const open = isOutage ? opened(circuit, 'outage', failure, answered) : undefined
  return { troubles, troubledZones, open }
}

/** The circuit after one more answer while the credential is in doubt. */
export function afterRefusal(circuit: Circuit, failure: ApiFailure, answered: Answered): Circuit {
  return { ...closedCircuit, open: opened(circuit, 'refused', failure, answered) }
}

/** Cloudflare answers: no outage, whatever it says. */
export function afterAnswer({ open }: Circuit): Circuit {
  return { ...closedCircuit, open: open?.cause === 'refused' ? open : undefined }
}

/** Seconds until what refuses is asked again. */
export function refusedDelay(round: number, random: number): number {
  return delayOf(refusedBackoff, round, random)
}

function delayOf({ first, longest }: typeof refusedBackoff, round: number, random: number): number {
  return Math.min(longest, first * 2 ** round) * (0.75 + random / 4)
}

function opened(circuit: Circuit, cause: OpenCircuit['cause'], failure: ApiFailure, answered: Answered): OpenCircuit {
  const { now, random } = answered
  const present = circuit.open?.cause === cause ? circuit.open : undefined
  // What was under way when the circuit opened is no probe.
  if (present && now < present.probeAt) return present
  const round = present ? present.round + 1 : 0
  const delay = delayOf(cause === 'outage' ? outageBackoff : refusedBackoff, round, random)
  return { cause, round, probeAt: now + delay, failure }
}

/** Keeps a circuit open until a time that Cloudflare has named. */
export function openUntil(circuit: Circuit, probeAt: number, failure: ApiFailure): Circuit {
  return { ...circuit, open: { cause: 'outage', round: circuit.open?.round ?? 0, probeAt, failure } }
}
