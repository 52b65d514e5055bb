/** Three times the 20 octets of RFC 5280; converting megabytes would take seconds. */
const longestSerial = 180

/**
 * A serial number given in decimal, as openssl writes it: an even number of digits, behind a minus sign where it is negative.
 * Undefined where it is no number.
 */
export function hexadecimal(decimal: string | undefined): string | undefined {
  if (decimal === undefined || decimal.length > longestSerial || !/^-?\d+$/.test(decimal)) return undefined
  const digits = BigInt(decimal.replace('-', '')).toString(16)
  return `${decimal.startsWith('-') ? '-' : ''}${digits.length % 2 === 0 ? digits : `0${digits}`}`
}
