import { isIPv4, isIPv6 } from 'node:net'
import type { ListenAddress } from '../model.ts'

const hostNamePattern = /^(?=.*[a-zA-Z])[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?$/

/** Reads `:9977`, `127.0.0.1:9977`, `[::1]:9977` or `localhost:9977`. Undefined for anything else. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*)):([0-9]{1,5})$/.exec(text)
  const port = Number(match?.[3])
  if (match === null || port > 65535) return undefined
  const [, ipv6, name] = match
  if (ipv6 !== undefined) return isIPv6(ipv6) ? { host: ipv6, port } : undefined
  if (name === undefined || name === '') return { host: undefined, port }
  return isIPv4(name) || hostNamePattern.test(name) ? { host: name, port } : undefined
}
