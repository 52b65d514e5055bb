import { attributeOid } from './attribute-types.ts'
import { type NameAttribute, readName } from './name-reader.ts'

/**
 * Whether the API's text names the issuer in the certificate: the same attributes, whatever their order, grouping, case and
 * white space. A bare word is any of the values; of several common names the API may give one.
 */
export function isSameIssuer(certificate: string, api: string): boolean {
  const rest = readName(certificate).map(fold)
  const given = readName(api).map(fold).sort(typedFirst)
  for (const attribute of given) {
    const at = rest.findIndex((candidate) => matches(candidate, attribute))
    if (at === -1) return false
    rest.splice(at, 1)
  }
  return (
    rest.length === 0 ||
    given.every(isBareWord) ||
    (given.filter(isCommonName).length === 1 && rest.every(isCommonName))
  )
}

/** Before bare words take the values that typed attributes need. */
function typedFirst(one: NameAttribute, other: NameAttribute): number {
  return Number(isBareWord(one)) - Number(isBareWord(other))
}

function matches(candidate: NameAttribute, wanted: NameAttribute): boolean {
  const sameType = isBareWord(wanted) || (!isBareWord(candidate) && candidate.type === wanted.type)
  return sameType && textOf(candidate) === textOf(wanted)
}

const commonName = attributeOid('CN')

function isCommonName(attribute: NameAttribute): boolean {
  return !isBareWord(attribute) && attribute.type === commonName
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

/** Upper case first: it is where `ß` and `ss` meet. */
function foldText(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim()
}
