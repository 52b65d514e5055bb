import { attributeOid } from './attribute-types.ts'
import { decodeString, decodeUtf8 } from './der-strings.ts'

/**
 * One attribute of a distinguished name, or a bare word, which is a text without a type. The type is a dotted object identifier, or a
 * lower-case name if it is unknown.
 */
export type NameAttribute = { readonly type: string; readonly value: string } | { readonly bareWord: string }

/** More than a hundred attributes of 128 characters, the maximum of RFC 5280. A longer name is compared as plain text. */
const maxNameLength = 16_384

/**
 * Reads a distinguished name in the forms of RFC 4514, 2253 and 1779 and in OpenSSL's one-line form (`/C=AU/O=…`), in the order of the
 * text and without its grouping. It reads any text. Text without a type continues the value before it (`O=DigiCert, Inc.`) or is a bare
 * word.
 */
export function readName(text: string): readonly NameAttribute[] {
  if (trim(text) === '') return []
  if (text.length > maxNameLength) return [{ bareWord: text }]
  const oneLine = /^\s*\/[^/=]+=/.test(text)
  const pieces = oneLine ? split(text.trimStart().slice(1), '/+') : split(text, ',;+')
  return join(pieces, oneLine ? isKnownAttribute : isAttribute).map(readAttribute)
}

interface Piece {
  readonly text: string
  /** The separator before it. */
  readonly separator: string
}

function split(text: string, separators: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\\') at++
    else if (char === '"') quoted = !quoted && opensValue(text.slice(start, at))
    else if (!quoted && separators.includes(char)) {
      pieces.push({ text: text.slice(start, at), separator: text.charAt(start - 1) })
      start = at + 1
    }
  }
  return [...pieces, { text: text.slice(start), separator: text.charAt(start - 1) }]
}

/** A quotation mark inside a value is a plain character. */
function opensValue(before: string): boolean {
  return before.trimEnd().endsWith('=')
}

function join(pieces: readonly Piece[], isNew: (text: string) => boolean): string[] {
  const joined: string[] = []
  for (const { text, separator } of pieces) {
    const before = joined.at(-1)
    if (before === undefined || isNew(text)) joined.push(text)
    else joined[joined.length - 1] = before + separator + text
  }
  return joined
}

const attributePattern = /^\s*([a-z][a-z0-9.-]*|\d[\d.]*)\s*=/i

function isAttribute(text: string): boolean {
  return attributePattern.test(text)
}

/** In the one-line form an unescaped slash may belong to a value: `/OU=see https://example.com/terms=1`. */
function isKnownAttribute(text: string): boolean {
  const type = attributePattern.exec(text)?.[1]
  return type !== undefined && attributeOid(type) !== undefined
}

function readAttribute(text: string): NameAttribute {
  const [whole, type] = attributePattern.exec(text) ?? []
  if (whole === undefined || type === undefined) return { bareWord: readValue(trim(text)) }
  return { type: attributeOid(type) ?? type.toLowerCase(), value: readValue(trim(text.slice(whole.length))) }
}

function readValue(value: string): string {
  if (/^".*"$/s.test(value)) return unescapeValue(value.slice(1, -1))
  if (!/^#(?:[0-9a-f]{2})+$/i.test(value)) return unescapeValue(value)
  return decodeString(Buffer.from(value.slice(1), 'hex')) ?? value.toLowerCase()
}

/** Removes the white space at both ends, except a space that a backslash makes part of the value. */
function trim(text: string): string {
  const from = text.replace(/^[ \t\r\n]+/, '')
  if (!/[ \t\r\n]$/.test(from)) return from
  const trimmed = from.replace(/(?<![ \t\r\n])[ \t\r\n]+$/, '')
  return /(?<!\\)(?:\\\\)*\\$/.test(trimmed) ? from.slice(0, trimmed.length + 1) : trimmed
}

/** `\,` is a character, and `\C3\A9` are bytes of UTF-8. OpenSSL's one-line form writes them as `\xC3\xA9`. */
function unescapeValue(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/((?:\\x?[0-9a-f]{2})+)|\\(.)/gis, (_, bytes: string | undefined, char: string) =>
    bytes === undefined ? char : decodeUtf8(Buffer.from(bytes.replaceAll(/\\x?/gi, ''), 'hex')),
  )
}
