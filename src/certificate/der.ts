/** One DER element: its tag, its content, and its end in the bytes it was read from. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly end: number
}

/** The tags in a certificate. The tags of strings are in der-strings.ts. */
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

/** Reads the first element of the bytes. Undefined if they are not DER or are too short. Reads single-byte tags only. */
export function readElement(bytes: Uint8Array): DerElement | undefined {
  return readElementAt(bytes, 0)
}

/** @returns the element with its end in `bytes` */
function readElementAt(bytes: Uint8Array, at: number): DerElement | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  const lengthOctets = first < 0x80 ? 0 : first - 0x80
  // 0x80 is the indefinite length of BER, which DER forbids. Four octets of length are more than any text here can have.
  if (first === 0x80 || lengthOctets > 4) return undefined
  const start = at + 2 + lengthOctets
  let length = lengthOctets === 0 ? first : 0
  for (let octet = at + 2; octet < start; octet++) length = length * 256 + (bytes[octet] ?? 0)
  const end = start + length
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}

/** Reads the elements of the bytes up to the first unreadable one. */
export function readElements(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const element = readElementAt(bytes, at)
    if (!element) break
    elements.push(element)
    at = element.end
  }
  return elements
}

/** Reads the elements of the bytes. Undefined if not all bytes can be read. */
export function readAllElements(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements = readElements(bytes)
  return (elements.at(-1)?.end ?? 0) === bytes.length ? elements : undefined
}

/** The elements inside an element with this tag. Empty if the element has another tag or is absent. */
export function elementsIn(parent: DerElement | undefined, tag: number): readonly DerElement[] {
  return parent?.tag === tag ? readElements(parent.content) : []
}
