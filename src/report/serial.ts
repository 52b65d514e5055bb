/** Three times the 20 octets of RFC 5280. Converting megabytes would take seconds. */
const longestSerial = 180

/**
 * Writes a decimal serial number as openssl does: in hexadecimal with an even number of digits, after a minus sign if it is
 * negative.
 * @returns undefined if the text is no number
 */
export function hexadecimal(decimal: string | undefined): string | undefined {
  if (decimal === undefined || decimal.length > longestSerial || !/^-?\d+$/.test(decimal)) return undefined
  const digits = BigInt(decimal.replace('-', '')).toString(16)
  return `${decimal.startsWith('-') ? '-' : ''}${digits.length % 2 === 0 ? digits : `0${digits}`}`
}
