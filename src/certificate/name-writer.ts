import { attributeOid, descriptorOf } from './attribute-types.ts'
import { decodeString, encodeUtf8String, readElement } from './der.ts'

/** A distinguished name as @peculiar/x509's `Name.toJSON()` gives it: one object a RDN, in the order of the encoding. */
export type JsonName = readonly Readonly<Record<string, readonly string[]>>[]

/** A hundred attributes of the 128 characters that RFC 5280 allows at most. */
export const longestName = 16_384

/** Writes a distinguished name as RFC 4514 does: last RDN first. An empty name is an empty string. */
export function writeName(name: JsonName): string {
  return name.toReversed().map(writeRdn).filter(Boolean).join(',')
}

function writeRdn(rdn: JsonName[number]): string {
  return Object.entries(rdn)
    .flatMap(([type, values]) => values.map((value) => writeAttribute(attributeOid(type) ?? type, value)))
    .join('+')
}

function writeAttribute(oid: string, jsonValue: string): string {
  const descriptor = descriptorOf(oid)
  const text = textOf(jsonValue)
  if (text === undefined) return `${descriptor ?? oid}=${jsonValue}`
  if (descriptor !== undefined) return `${descriptor}=${escapeValue(text)}`
  // The library keeps no string type; UTF8String is the one that holds every text.
  return `${oid}=#${Buffer.from(encodeUtf8String(text)).toString('hex')}`
}

/** The library decodes the string types of DirectoryString and IA5String by itself and gives text. */
const decodedByLibrary: ReadonlySet<number | undefined> = new Set([0x0c, 0x13, 0x14, 0x16, 0x1c, 0x1e])

/**
 * The text of a value from `toJSON()`; undefined where it is the hexadecimal DER, behind `#`, of something that is no text.
 * A text that looks like that cannot be told apart, unless it claims a type that the library would have decoded.
 */
function textOf(jsonValue: string): string | undefined {
  const der = /^#(?:[0-9a-f]{2})+$/.test(jsonValue) ? Buffer.from(jsonValue.slice(1), 'hex') : undefined
  const element = der && readElement(der)
  if (!der || element?.end !== der.length || decodedByLibrary.has(element.tag)) return jsonValue.toWellFormed()
  return decodeString(der)
}

/** RFC 4514, section 2.4. Control characters too, which it leaves free: a name goes into logs and labels. */
function escapeValue(value: string): string {
  return value
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(
      /[\u0000-\u001f\u007f]/g,
      (control) => `\\${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
}
