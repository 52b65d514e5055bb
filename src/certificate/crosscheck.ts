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

/** Compares the API's record with the certificate itself. Never throws, for any input. */
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

/** The rest of a name that was cut is unknown. */
function whole(name: string | undefined): string | undefined {
  return name === undefined || name.length >= longestName ? undefined : name
}

/** Go writes `0` for an algorithm that it does not know, so a bare number names none. */
function algorithmWord(signature: string | undefined): string | undefined {
  return signature === undefined || /^\s*\d+\s*$/.test(signature) ? undefined : signature
}

/** Also true if the API gives the octets of a negative number as a positive one, as many programs do. */
function isSameSerial(certificate: string, api: string): boolean {
  const [serial, given] = [readSerial(certificate), readSerial(api)]
  if (serial === undefined || given === undefined) return false
  return serial === given || (serial < 0n && given === positiveOf(serial))
}

/** Reads the octets of a negative number in two's complement as a positive one. */
function positiveOf(negative: bigint): bigint {
  let bits = 8
  while (BigInt.asIntN(bits, negative) !== negative) bits += 8
  return BigInt.asUintN(bits, negative)
}

/** Three times the 20 octets of RFC 5280, as digits of either base with colons. Converting megabytes would take seconds. */
const maxSerialLength = 180

/**
 * Reads an integer in decimal or, if it cannot be decimal, in hexadecimal (`0x1f`, `00:1F`, `1f`), with or without a minus sign.
 * Undefined if it is neither.
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
