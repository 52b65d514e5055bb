/** The longest number that is read, because converting megabits to decimal takes seconds. */
const longestNumber = 256

/** The value of an INTEGER in two's complement. Undefined if it has no octets or too many. */
export function readInteger(content: Uint8Array): bigint | undefined {
  if (content.length === 0 || content.length > longestNumber) return undefined
  return BigInt.asIntN(content.length * 8, BigInt(`0x${Buffer.from(content).toString('hex')}`))
}

/** The number of bits of a positive INTEGER of any length, without leading zeros. */
export function countBits(content: Uint8Array): number {
  const first = content.findIndex((octet) => octet !== 0)
  return first === -1 ? 0 : (content.length - first) * 8 - (Math.clz32(content[first] ?? 0) - 24)
}

/** An OBJECT IDENTIFIER in its dotted form, with arcs of any size. Undefined if it is malformed or too long. */
export function readObjectIdentifier(content: Uint8Array): string | undefined {
  const last = content.at(-1)
  if (last === undefined || last >= 0x80 || content.length > longestNumber) return undefined
  const small = readSmallArcs(content)
  if (!small) return readLargeArcs(content)
  const [first = 0, ...arcs] = small
  const root = first < 80 ? Math.floor(first / 40) : 2
  return [root, first - root * 40, ...arcs].join('.')
}

/** As `readArcs`, ten times faster. Undefined if an arc needs more bits than a number has. */
function readSmallArcs(content: Uint8Array): number[] | undefined {
  const arcs: number[] = []
  let arc = 0
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f)
    if (arc > Number.MAX_SAFE_INTEGER) return undefined
    if (octet >= 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  return arcs
}

function readLargeArcs(content: Uint8Array): string {
  const [first = 0n, ...arcs] = readArcs(content)
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...arcs].join('.')
}

/** Each octet has seven bits. The highest bit is set in all octets of an arc but the last (X.690, 8.19). */
function readArcs(content: Uint8Array): bigint[] {
  const arcs: bigint[] = []
  let arc = 0n
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    if (octet >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  return arcs
}
