import { descriptorOf } from './attribute-types.ts'
import { type DerElement, derTags, readAllElements, readElement } from './der.ts'
import { readObjectIdentifier } from './der-numbers.ts'
import { decodeString, encodeUtf8String } from './der-strings.ts'

/** A hundred attributes of 128 characters, the maximum of RFC 5280. A longer name is cut and not compared. */
export const longestName = 16_384

/**
 * Writes a Name (RFC 5280, 4.1.2.4) in the form of RFC 4514, with the last RDN first. An empty name or an unreadable one gives an empty
 * string.
 */
export function writeName(name: DerElement): string {
  const rdns = writeEach(name, derTags.sequence, writeRdn)
  return rdns?.toReversed().filter(Boolean).join(',') ?? ''
}

function writeRdn(rdn: DerElement): string | undefined {
  return writeEach(rdn, derTags.set, writeAttribute)?.join('+')
}

/** Undefined if one of them cannot be read, because a part of a name would be another name. */
function writeEach(
  parent: DerElement,
  tag: number,
  write: (element: DerElement) => string | undefined,
): readonly string[] | undefined {
  const elements = parent.tag === tag ? readAllElements(parent.content) : undefined
  const written = elements?.map(write).filter((text) => text !== undefined)
  return written?.length === elements?.length ? written : undefined
}

function writeAttribute(attribute: DerElement): string | undefined {
  const type = attribute.tag === derTags.sequence ? readElement(attribute.content) : undefined
  const oid = type?.tag === derTags.objectIdentifier ? readObjectIdentifier(type.content) : undefined
  if (type === undefined || oid === undefined) return undefined
  const value = attribute.content.subarray(type.end)
  const text = decodeString(value)?.toWellFormed()
  const descriptor = descriptorOf(oid)
  if (text !== undefined && descriptor !== undefined) return `${descriptor}=${escapeValue(text)}`
  // One string type for all, so that the label does not depend on the type that an issuer uses.
  const encoding = text === undefined ? value : encodeUtf8String(text)
  return `${descriptor ?? oid}=#${Buffer.from(encoding).toString('hex')}`
}

/**
 * Escapes a value (RFC 4514, 2.4). It also escapes control characters, which RFC 4514 allows, because names are shown in logs and labels.
 */
function escapeValue(value: string): string {
  return value
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(
      /[\u0000-\u001f\u007f]/g,
      (control) => `\\${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
}
