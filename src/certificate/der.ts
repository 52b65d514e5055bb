/** One DER element: its tag, its content, and where it ends in the bytes it was read from. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly end: number
}

/** The tags that a certificate is made of. Those of strings are in der-strings.ts. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** Reads the element the bytes begin with; undefined where they are not DER or end short. Single-byte tags only. */
export function readElement(bytes: Uint8Array): DerElement | undefined {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return undefined
  const lengthOctets = first < 0x80 ? 0 : first - 0x80
  // 0x80 is BER's indefinite length, which DER forbids; four octets of length are more than any text here can hold.
  if (first === 0x80 || lengthOctets > 4) return undefined
  const start = 2 + lengthOctets
  const length = lengthOctets === 0 ? first : bytes.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0)
  const end = start + length
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}

/** The elements that stand one after the other in the bytes, up to the first that cannot be read. */
export function readElements(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = []
  let rest = bytes
  while (rest.length > 0) {
    const element = readElement(rest)
    if (!element) break
    elements.push(element)
    rest = rest.subarray(element.end)
  }
  return elements
}

/** The same, but undefined where not all of the bytes can be read. */
export function readAllElements(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements = readElements(bytes)
  return elements.reduce((sum, { end }) => sum + end, 0) === bytes.length ? elements : undefined
}

/** The elements in an element with this tag; none where the element has another one, or is not there. */
export function elementsIn(parent: DerElement | undefined, tag: number): readonly DerElement[] {
  return parent?.tag === tag ? readElements(parent.content) : []
}
