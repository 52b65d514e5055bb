import { type DerElement, readElement } from './der.ts'
import type { UnixSeconds } from './model.ts'

export interface Validity {
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
}

const sequence = 0x30
const explicitVersion = 0xa0
const utcTime = 0x17
const generalizedTime = 0x18

/**
 * Reads a certificate's validity (RFC 5280, 4.1.2.5) out of its DER. Not the library's dates: it takes BER's other forms, without
 * seconds or with an offset, for other times, in silence, where Go and OpenSSL read them right.
 * @returns undefined where either time cannot be read
 */
export function readValidity(certificate: Uint8Array): Validity | undefined {
  const [tbsCertificate] = elementsIn(readElement(certificate))
  const fields = elementsIn(tbsCertificate)
  // version (where it is not 1), serialNumber, signature, issuer, validity
  const validity = fields[fields[0]?.tag === explicitVersion ? 4 : 3]
  if (validity?.tag !== sequence) return undefined
  const [notBefore, notAfter] = elementsIn(validity).map(readTime)
  return notBefore === undefined || notAfter === undefined ? undefined : { notBefore, notAfter }
}

/** No more than are needed to find the validity; none where the element is not there. */
function elementsIn(parent: DerElement | undefined): readonly DerElement[] {
  const elements: DerElement[] = []
  let rest = parent?.content ?? new Uint8Array()
  while (rest.length > 0 && elements.length < 5) {
    const element = readElement(rest)
    if (!element) break
    elements.push(element)
    rest = rest.subarray(element.end)
  }
  return elements
}

const timeForms: ReadonlyMap<number, RegExp> = new Map([
  [utcTime, /^(?<year>\d\d)(?<rest>\d{8})(?<seconds>\d\d)?(?<zone>Z|[+-]\d{4})$/],
  [generalizedTime, /^(?<year>\d{4})(?<rest>\d{8})(?<seconds>\d\d)?(?:[.,]\d+)?(?<zone>Z|[+-]\d{4})$/],
])

function readTime({ tag, content }: DerElement): UnixSeconds | undefined {
  const groups = timeForms.get(tag)?.exec(Buffer.from(content).toString('latin1'))?.groups
  if (!groups) return undefined
  const { year = '', rest = '', seconds = '00', zone = 'Z' } = groups
  const [month, day, hour, minute] = rest.match(/../g) ?? []
  const local = `${fullYear(year)}-${month}-${day}T${hour}:${minute}:${seconds}.000Z`
  const milliseconds = Date.parse(local)
  // Date.parse makes 2 March of 30 February.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== local) return undefined
  return milliseconds / 1000 - offsetOf(zone)
}

/** RFC 5280, 4.1.2.5.1. */
function fullYear(year: string): string {
  if (year.length === 4) return year
  return Number(year) < 50 ? `20${year}` : `19${year}`
}

/** Seconds that a zone such as `+0130` is ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3)) * 60
  return zone.startsWith('-') ? -seconds : seconds
}
