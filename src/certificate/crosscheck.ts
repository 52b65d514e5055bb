import { isSameIssuer } from './issuer.ts'
import {
  type CertificateFacts,
  type CertificateRecord,
  type Mismatches,
  type MismatchField,
  mismatchFields,
  type UnixSeconds,
} from './model.ts'
import { isSameSignatureAlgorithm } from './signature-spelling.ts'

/** Where the API's word contradicts the certificate itself. Never throws, whatever either side says. */
export function crossCheck(facts: CertificateFacts, record: CertificateRecord): Mismatches {
  const agreement: Readonly<Record<MismatchField, boolean | undefined>> = {
    expires_on: compareInstants(facts.notAfter, record.expiresOn),
    serial_number: compareTexts(facts.serialNumber, record.serialNumber, isSameSerial),
    issuer: compareTexts(facts.issuer, record.issuer, isSameIssuer),
    signature: compareTexts(facts.signatureAlgorithm, record.signature, isSameSignatureAlgorithm),
  }
  const known = mismatchFields.filter((field) => agreement[field] !== undefined)
  return Object.fromEntries(known.map((field) => [field, agreement[field] === false]))
}

function compareInstants(one: UnixSeconds, other: UnixSeconds | undefined): boolean | undefined {
  if (other === undefined || !Number.isFinite(one) || !Number.isFinite(other)) return undefined
  return Math.floor(one) === Math.floor(other)
}

function compareTexts(
  one: string,
  other: string | undefined,
  isSame: (one: string, other: string) => boolean,
): boolean | undefined {
  return one.trim() === '' || other === undefined || other.trim() === '' ? undefined : isSame(one, other)
}

function isSameSerial(one: string, other: string): boolean {
  const serial = readSerial(one)
  return serial !== undefined && serial === readSerial(other)
}

/** Three times the 20 octets of RFC 5280, as digits of either base with colons; converting megabytes would take seconds. */
const maxSerialLength = 180

/** An integer in decimal or, where it cannot be decimal, in hexadecimal (`0x1f`, `00:1F`, `1f`); undefined where it is neither. */
function readSerial(text: string): bigint | undefined {
  const digits = text.trim()
  if (digits.length > maxSerialLength) return undefined
  if (/^\d+$/.test(digits)) return BigInt(digits)
  const hex = digits.replace(/^0x/i, '').replaceAll(':', '')
  return /^[0-9a-f]+$/i.test(hex) ? BigInt(`0x${hex}`) : undefined
}
