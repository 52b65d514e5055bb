import fc from 'fast-check'

const firstSurrogate = 0xd800
const surrogates = 0x800
const codePoints = 0x11_0000

/**
 * Any Unicode character, as the unit `binary` of fast-check. That one makes a table of them all in every process, which takes a second.
 */
export const anyCharacter = fc
  .nat({ max: codePoints - surrogates - 1 })
  .map((number) => String.fromCodePoint(number < firstSurrogate ? number : number + surrogates), numberOf)

function numberOf(character: unknown): number {
  const [codePoint, ...others] =
    typeof character === 'string' ? Array.from(character, (each) => each.codePointAt(0) ?? 0) : []
  if (codePoint === undefined || others.length > 0) throw new Error('it is not one character')
  if (codePoint < firstSurrogate) return codePoint
  if (codePoint < firstSurrogate + surrogates) throw new Error('it is half a character')
  return codePoint - surrogates
}
