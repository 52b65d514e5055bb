import { type DerElement, derTags, elementsIn } from './der.ts'
import type { UnixSeconds } from './model.ts'

export interface Validity {
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
}

/**
 * Reads a certificate's validity (RFC 5280, 4.1.2.5). It also reads the forms of BER without seconds or with an offset, as Go and OpenSSL
 * do.
 * @returns undefined if either time cannot be read
 */
export function readValidity(validity: DerElement | undefined): Validity | undefined {
  const [notBefore, notAfter] = elementsIn(validity, derTags.sequence).slice(0, 2).map(readTime)
  return notBefore === undefined || notAfter === undefined ? undefined : { notBefore, notAfter }
}

const timeForms: ReadonlyMap<number, RegExp> = new Map([
  [derTags.utcTime, /^(?<year>\d\d)(?<rest>\d{8})(?<seconds>\d\d)?(?<zone>Z|[+-]\d{4})$/],
  [derTags.generalizedTime, /^(?<year>\d{4})(?<rest>\d{8})(?<seconds>\d\d)?(?:[.,]\d+)?(?<zone>Z|[+-]\d{4})$/],
])

function readTime({ tag, content }: DerElement): UnixSeconds | undefined {
  const groups = timeForms.get(tag)?.exec(Buffer.from(content).toString('latin1'))?.groups
  if (!groups) return undefined
  const { year = '', rest = '', seconds = '00', zone = 'Z' } = groups
  const [month, day, hour, minute] = rest.match(/../g) ?? []
  const local = `${fullYear(year)}-${month}-${day}T${hour}:${minute}:${seconds}.000Z`
  const milliseconds = Date.parse(local)
  // Date.parse turns 30 February into 2 March.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== local) return undefined
  return milliseconds / 1000 - offsetOf(zone)
}

/** RFC 5280, 4.1.2.5.1. */
function fullYear(year: string): string {
  if (year.length === 4) return year
  return Number(year) < 50 ? `20${year}` : `19${year}`
}

/** The seconds that a zone such as `+0130` is ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3)) * 60
  return zone.startsWith('-') ? -seconds : seconds
}
