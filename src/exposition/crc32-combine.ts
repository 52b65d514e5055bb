/** CRC-32's polynomial, its bits in reverse (RFC 1952, section 8). */
const polynomial = 0xedb88320
const one = 0x80000000

/** x to the power of 2^n, for n from 0 to 31. */
const powersOfTwo: readonly number[] = Array.from({ length: 31 }).reduce<number[]>(
  (powers) => {
    const last = powers.at(-1) ?? 0
    return [...powers, multiply(last, last)]
  },
  [one >>> 1],
)

/**
 * Computes the CRC-32 of two joined pieces of data from the CRC-32 of each. It is zlib's `crc32_combine`, which Node.js does not
 * have.
 * @param length the length of the second piece, in bytes
 */
export function combineCrc32(first: number, second: number, length: number): number {
  return (multiply(shiftBy(length), first) ^ second) >>> 0
}

/** x to the power of 8 * length. */
function shiftBy(length: number): number {
  let power = one
  let rest = length
  for (let n = 3; rest > 0; n++) {
    if (rest % 2 === 1) power = multiply(powersOfTwo[n % 32] ?? 0, power)
    rest = Math.floor(rest / 2)
  }
  return power
}

/** The product of two polynomials over GF(2), modulo CRC-32's own. */
function multiply(a: number, b: number): number {
  let product = 0
  let factor = b
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor
    factor = factor & 1 ? (factor >>> 1) ^ polynomial : factor >>> 1
  }
  return product >>> 0
}
