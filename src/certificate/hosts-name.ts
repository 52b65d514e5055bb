import { signatureFamily } from './signature-family.ts'

/**
 * A name for people where only the API's record is known: the first host, how many others there are, and the algorithm, as in
 * `example.com +3 ECDSA`. It stays the same through a rotation. Undefined without hosts.
 * @param signature the API's `signature`
 */
export function nameOfHosts(hosts: readonly string[], signature: string | undefined): string | undefined {
  const [first, ...others] = [...new Set(hosts.map((host) => host.toLowerCase()))].toSorted()
  if (first === undefined) return undefined
  const more = others.length > 0 ? `+${others.length}` : undefined
  return [first, more, signatureFamily(signature)].filter((word) => word !== undefined).join(' ')
}
