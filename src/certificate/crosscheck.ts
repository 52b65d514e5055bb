import { isSameIssuer } from './issuer.ts'
import {
  type CertificateFacts,
  type CertificateRecord,
  type Mismatches,
  type MismatchField,
  mismatchFields,
  type UnixSeconds,
} from './model.ts'
import { longestName } from './name-writer.ts'
import { isSameSignatureAlgorithm } from './signature-spelling.ts'

/** Where the API's word contradicts the certificate itself. Never throws, whatever either side says. */
export function crossCheck(facts: CertificateFacts, record: CertificateRecord): Mismatches {
  const agreement: Readonly<Record<MismatchField, boolean | undefined>> = {
    expires_on: compareInstants(facts.notAfter, record.expiresOn),
    serial_number: compareTexts(facts.serialNumber, record.serialNumber, isSameSerial),
    issuer: compareTexts(whole(facts.issuer), whole(record.issuer), isSameIssuer),
    signature: compareTexts(facts.signatureAlgorithm, algorithmWord(record.signature), isSameSignatureAlgorithm),
  }
  const known = mismatchFields.filter((field) => agreement[field] !== undefined)
  return Object.fromEntries(known.map((field) => [field, agreement[field] === false]))
}

function compareInstants(one: UnixSeconds, other: UnixSeconds | undefined): boolean | undefined {
  if (other === undefined || !Number.isFinite(one) || !Number.isFinite(other)) return undefined
  return Math.floor(one) === Math.floor(other)
}

function compareTexts(
  one: string | undefined,
  other: string | undefined,
  isSame: (one: string, other: string) => boolean,
): boolean | undefined {
  return one === undefined || other === undefined || one.trim() === '' || other.trim() === ''
    ? undefined
    : isSame(one, other)
}

/** Of a name that may have been cut nobody knows the rest. */
function whole(name: string | undefined): string | undefined {
  return name === undefined || name.length >= longestName ? undefined : name
}

/** Go writes `0` for an algorithm that it does not know: a bare number names none. */
function algorithmWord(signature: string | undefined): string | undefined {
  return signature === undefined || /^\s*\d+\s*$/.test(signature) ? undefined : signature
}

/** Also where the API gives the octets of a negative number as a positive one, as many programs do. */
function isSameSerial(certificate: string, api: string): boolean {
  const [serial, given] = [readSerial(certificate), readSerial(api)]
  if (serial === undefined || given === undefined) return false
  return serial === given || (serial < 0n && given === positiveOf(serial))
}

/** The octets of a negative number in two's complement, read as a positive one. */
function positiveOf(negative: bigint): bigint {
  let bits = 8
  while (BigInt.asIntN(bits, negative) !== negative) bits += 8
  return BigInt.asUintN(bits, negative)
}

/** Three times the 20 octets of RFC 5280, as digits of either base with colons; converting megabytes would take seconds. */
const maxSerialLength = 180

/**
 * An integer in decimal or, where it cannot be decimal, in hexadecimal (`0x1f`, `00:1F`, `1f`), either with a minus sign before
 * it; undefined where it is neither.
 */
function readSerial(text: string): bigint | undefined {
  const word = text.trim()
  if (word.length > maxSerialLength) return undefined
  const magnitude = readMagnitude(word.replace(/^-/, ''))
  return word.startsWith('-') && magnitude !== undefined ? -magnitude : magnitude
}

function readMagnitude(digits: string): bigint | undefined {
  if (/^\d+$/.test(digits)) return BigInt(digits)
  const hex = digits.replace(/^0x/i, '').replaceAll(':', '')
  return /^[0-9a-f]+$/i.test(hex) ? BigInt(`0x${hex}`) : undefined
}
