import { domainToASCII } from 'node:url'

/** No white space, scheme, port or path, no empty label and no dot at the end. */
export const hostnamePattern = /^[^\s/:.]+(?:\.[^\s/:.]+)*$/

const ascii = /^[\u0021-\u007e]*$/

/**
 * A host name as the DNS and Cloudflare have it: in lower case, and in A-labels where it is written in Unicode (RFC 5890).
 * @returns undefined for a name that has no such form
 */
export function asciiHostname(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (ascii.test(lower)) return lower
  const converted = domainToASCII(lower)
  return isOfRightLength(converted) ? converted : undefined
}

/** RFC 1035, 2.3.4: a name written with dots, and each of its labels. */
const longest = { name: 253, label: 63 }

/** Unicode has dots of its own, so an empty label or a dot at the end may show up only now. */
function isOfRightLength(name: string): boolean {
  return name.length <= longest.name && name.split('.').every(({ length }) => length > 0 && length <= longest.label)
}
