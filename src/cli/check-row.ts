import { endsFirstInChain } from '../certificate/chain-end.ts'
import { failureSentenceAtFirst } from '../inventory/check-failure.ts'
import { stateWords } from '../judgement/words.ts'
import { holderOf, isOfBundle, usedByAllOf } from '../kinds/displayed-kinds.ts'
import { adviceOn } from '../report/advice/advice.ts'
import { furtherRemarks } from '../report/advice/certificate-advice.ts'
import { type CertificateThing, type HostnameThing, isNotJudged, type JudgedThing } from '../report/judged-thing.ts'
import type { CheckSeverity } from '../report/report.ts'
import { capitalised, leftWord } from '../report/words.ts'

/** A certificate or a hostname as the table of `check` shows it. */
export interface Row {
  readonly severity: CheckSeverity
  readonly state: string
  readonly left: string
  /** `2026-11-29 05:49`, in UTC; empty where there is none. */
  readonly expiry: string
  readonly name: string
  /** The name of its zone, its account or its CA file, and which of these that is. */
  readonly place: string
  readonly holder: ReturnType<typeof holderOf>
  /** Undefined if it is unknown. */
  readonly usedBy: string | undefined
  /** Whole sentences. Empty if the other columns say everything. */
  readonly remarks: string
}

type RowThing = CertificateThing | HostnameThing

export function isRow(thing: JudgedThing): thing is RowThing {
  return thing.thing === 'certificate' || thing.thing === 'hostname'
}

/** @param now the moment of the judgement, in Unix seconds */
export function rowOf(thing: RowThing, now: number): Row {
  const { state, severity, expiry, name, placeName } = thing
  return {
    severity: isNotJudged(thing) ? 'unknown' : severity,
    state: stateWords[state].toUpperCase(),
    left: leftWord(expiry === undefined ? null : (expiry - now) / 86_400),
    expiry: expiry === undefined ? '' : minute(expiry),
    name,
    place: placeName ?? '',
    holder: thing.thing === 'certificate' ? holderOf(thing.certificate.entry.kind) : 'zone',
    usedBy: thing.thing === 'certificate' ? usedBy(thing) : undefined,
    remarks: remarksOn(thing),
  }
}

function minute(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T', ' ')
}

function remarksOn(thing: RowThing): string {
  const { sentence, action } = adviceOn(thing)
  const failure = thing.reading?.failure
  const isSaidBelow = failure && thing.reading?.lastSuccess === undefined
  const error = failure && capitalised(`${failureSentenceAtFirst(failure)}: ${failure.detail}`)
  const further = thing.thing === 'certificate' ? furtherRemarks(thing) : []
  const said = isInColumns(thing) ? [] : [...(isSaidBelow ? [] : [sentence]), error, action]
  return [...said, ...further.map(capitalised)].flatMap((text) => (text ? [asSentence(text)] : [])).join(' ')
}

function asSentence(text: string): string {
  return `${text}${/[.!?…]$/.test(text) ? '' : '.'}`
}

/** The date and the state say enough, unless another certificate of the chain ends first or a successor is there. */
function isInColumns(thing: RowThing): boolean {
  if (thing.thing === 'hostname' || thing.reading?.failure) return false
  switch (thing.state) {
    case 'ok':
      return true
    case 'expired':
    case 'critical':
    case 'warning':
      return !thing.successor && endsFirstInChain(thing.certificate.known?.facts) === undefined
    default:
      return false
  }
}

function usedBy({ certificate }: CertificateThing): string | undefined {
  const { kind } = certificate.entry
  const { hostnames, inUse } = certificate.use
  const [first, ...others] = hostnames
  if (first !== undefined) return others.length > 0 ? `${first} +${others.length}` : first
  if (inUse === undefined) return undefined
  if (!inUse) return isOfBundle(kind) ? 'renewed' : 'nobody'
  return usedByAllOf(kind) ?? 'yes'
}
