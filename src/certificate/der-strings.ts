import { readElement } from './der.ts'

/** The text of a single DER element of one of ASN.1's string types. Undefined for anything else. */
export function decodeString(bytes: Uint8Array): string | undefined {
  const element = readElement(bytes)
  if (element === undefined || element.end !== bytes.length) return undefined
  return stringDecoders.get(element.tag)?.(element.content)
}

/** The DER encoding of a text as UTF8String. */
export function encodeUtf8String(text: string): Uint8Array {
  const content = Buffer.from(text, 'utf8')
  return Buffer.concat([Buffer.from([0x0c, ...lengthOf(content)]), content])
}

/** It keeps nothing between two texts, and making one takes longer than decoding a name. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes bytes as UTF-8, or as Latin-1 if they are not UTF-8. It refuses no bytes. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return decodeLatin1(bytes)
  }
}

const stringDecoders: ReadonlyMap<number, (content: Uint8Array) => string | undefined> = new Map([
  [0x0c, decodeUtf8],
  [0x12, decodeLatin1], // NumericString
  [0x13, decodeLatin1], // PrintableString
  [0x14, decodeLatin1], // T61String: whoever still writes it means Latin-1
  [0x16, decodeLatin1], // IA5String
  [0x1a, decodeLatin1], // VisibleString
  [0x1b, decodeLatin1], // GeneralString
  [0x1c, decodeUniversal],
  [0x1e, decodeBmp],
])

function decodeLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function decodeBmp(bytes: Uint8Array): string | undefined {
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : undefined
}

function decodeUniversal(bytes: Uint8Array): string | undefined {
  if (bytes.length % 4 !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const points = Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4))
  return points.every((point) => point <= 0x10ffff)
    ? points.map((point) => String.fromCodePoint(point)).join('')
    : undefined
}

function lengthOf(content: Uint8Array): number[] {
  if (content.length < 0x80) return [content.length]
  const hex = content.length.toString(16)
  const octets = [...Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')]
  return [0x80 + octets.length, ...octets]
}
