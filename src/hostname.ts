import { domainToASCII } from 'node:url'

/** No white space, scheme, port or path, no empty label and no dot at the end. */
export const hostnamePattern = /^[^\s/:.]+(?:\.[^\s/:.]+)*$/

const ascii = /^[\u0021-\u007e]*$/

/**
 * A host name in the form of the DNS and of Cloudflare: in lower case, and in A-labels if it is written in Unicode (RFC 5890).
 * @returns undefined if the name has no such form
 */
export function asciiHostname(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (ascii.test(lower)) return lower
  const converted = domainToASCII(lower)
  return isOfRightLength(converted) ? converted : undefined
}

/**
 * A host name in the form in which two of them compare: as `asciiHostname`, without the dot at its end. A name that has no such form
 * is only put in lower case.
 */
export function comparableHostname(name: string): string {
  const lower = name.toLowerCase().replace(/[.\u3002\uff0e\uff61]$/, '')
  return asciiHostname(lower) ?? lower
}

/** The longest name with dots, and the longest label (RFC 1035, 2.3.4). */
const longest = { name: 253, label: 63 }

/** Unicode has other dots too, so an empty label or a dot at the end may appear only after the conversion. */
function isOfRightLength(name: string): boolean {
  return name.length <= longest.name && name.split('.').every(({ length }) => length > 0 && length <= longest.label)
}
