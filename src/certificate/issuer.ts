import { attributeOid } from './attribute-types.ts'
import { type NameAttribute, readName } from './name-reader.ts'

/**
 * Whether the API's text names the issuer in the certificate: the same attributes in any order, grouping, case and white space. A bare
 * word matches any value. The API may leave out what Go leaves out.
 */
export function isSameIssuer(certificate: string, api: string): boolean {
  if (certificate === api) return true
  const own = readName(certificate).map(fold)
  const given = readName(api).map(fold).sort(typedFirst)
  const rest = [...own]
  for (const attribute of given) {
    const at = rest.findIndex((candidate) => matches(candidate, attribute))
    if (at === -1) return false
    rest.splice(at, 1)
  }
  return given.every(isBareWord) || rest.every((attribute) => isLeftOut(attribute, own, given))
}

/** Of several common names or serial numbers Go keeps one, or none if that one is empty. */
const keptOnce: readonly (string | undefined)[] = [attributeOid('CN'), attributeOid('serialNumber')]

function isLeftOut(attribute: NameAttribute, own: readonly NameAttribute[], given: readonly NameAttribute[]): boolean {
  if (isBareWord(attribute) || !keptOnce.includes(attribute.type)) return false
  const ofThatType = (other: NameAttribute) => !isBareWord(other) && other.type === attribute.type
  const kept = given.filter(ofThatType).length
  return kept === 1 || (kept === 0 && own.some((other) => ofThatType(other) && textOf(other) === ''))
}

/** Typed attributes match before bare words, which could otherwise take their values. */
function typedFirst(one: NameAttribute, other: NameAttribute): number {
  return Number(isBareWord(one)) - Number(isBareWord(other))
}

function matches(candidate: NameAttribute, wanted: NameAttribute): boolean {
  const sameType = isBareWord(wanted) || (!isBareWord(candidate) && candidate.type === wanted.type)
  return sameType && textOf(candidate) === textOf(wanted)
}

function isBareWord(attribute: NameAttribute): attribute is { readonly bareWord: string } {
  return 'bareWord' in attribute
}

function textOf(attribute: NameAttribute): string {
  return isBareWord(attribute) ? attribute.bareWord : attribute.value
}

function fold(attribute: NameAttribute): NameAttribute {
  return isBareWord(attribute)
    ? { bareWord: foldText(attribute.bareWord) }
    : { type: attribute.type, value: foldText(attribute.value) }
}

/** NUL counts as white space, because Go cuts off the NUL that ends many a BMPString. Upper case makes `ß` and `ss` equal. */
function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\s\u0000]+/g, ' ')
    .trim()
}
