import { isIPv6, type Socket } from 'node:net'

/** The address of a client, for people. */
export function clientOf({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string {
  return withoutMapping(remoteAddress ?? 'unknown')
}

/**
 * The key by which a client is counted: its IPv4 address, or the /64 of its IPv6 address, because one subscriber can use all addresses of
 * a /64.
 */
export function shareOf(client: string): string {
  return isIPv6(client) ? `${groupsOf(client).slice(0, 4).join(':')}::/64` : client
}

/** A listener on all addresses shows IPv4 clients as `::ffff:192.0.2.1`. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

/** All eight groups, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [plain = ''] = address.split('%')
  const { hostname } = new URL(`http://[${plain}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const before = head.split(':').filter((group) => group !== '')
  const after = (tail ?? '').split(':').filter((group) => group !== '')
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
}
