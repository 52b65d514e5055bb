import { type DerElement, derTags, elementsIn, readElements } from '../certificate/der.ts'
import { commonNamesAsDns, type GeneralName, namesOf, readGeneralName } from './general-names.ts'
import type { PathCertificate } from './path-certificate.ts'

/**
 * Whether a certificate of the path has a name that a certificate above it does not permit (RFC 5280, 4.2.1.10), as OpenSSL judges it.
 * @param path the leaf first
 */
export function breaksNameConstraints(path: readonly PathCertificate[]): boolean {
  return path.some((certificate, depth) => {
    const above = path.slice(depth + 1).flatMap(({ extensions }) => extensions.nameConstraints ?? [])
    // RFC 5280, 6.1.3 (b): a self-issued intermediate is exempt.
    if (above.length === 0 || (depth > 0 && certificate.isSelfIssued)) return false
    const names = [...namesOf(certificate), ...(depth === 0 ? commonNamesAsDns(certificate) : [])]
    return above.some((constraints) => names.some((name) => !isAllowed(name, constraints)))
  })
}

interface Subtree {
  readonly base: GeneralName
  /** Whether it has a minimum or maximum, which RFC 5280 forbids and nobody reads. */
  readonly hasDistance: boolean
}

const permittedSubtrees = 0xa0
const excludedSubtrees = 0xa1

/** What cannot be compared is not allowed. */
function isAllowed(name: GeneralName, constraints: DerElement): boolean {
  const permitted = subtreesFor(name, constraints, permittedSubtrees)
  const excluded = subtreesFor(name, constraints, excludedSubtrees)
  if ([...permitted, ...excluded].some(({ hasDistance }) => hasDistance)) return false
  if (name.kind === 'other') return permitted.length + excluded.length === 0
  const isPermitted = permitted.length === 0 || permitted.some(({ base }) => isWithin(name, base))
  return isPermitted && !excluded.some(({ base }) => isWithin(name, base))
}

function subtreesFor(name: GeneralName, constraints: DerElement, tag: number): readonly Subtree[] {
  const list = elementsIn(constraints, derTags.sequence).find((part) => part.tag === tag)
  const subtrees = list ? readElements(list.content) : []
  return subtrees.flatMap((subtree) => {
    const [base, ...distances] = elementsIn(subtree, derTags.sequence)
    const read = base && readGeneralName(base)
    if (read === undefined || !isSameKind(read, name)) return []
    return [{ base: read, hasDistance: distances.length > 0 }]
  })
}

function isSameKind(a: GeneralName, b: GeneralName): boolean {
  return a.kind === 'other' && b.kind === 'other' ? a.tag === b.tag : a.kind === b.kind
}

function isWithin(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'directory' && base.kind === 'directory')
    return base.rdns.every((rdn, place) => name.rdns[place] === rdn)
  if (name.kind === 'ip' && base.kind === 'ip') return isInNetwork(name.octets, base.octets)
  if (!('text' in name) || !('text' in base)) return false
  if (name.kind === 'dns') return isInDomain(name.text, base.text)
  if (name.kind === 'email') return isOfMailbox(name.text, base.text)
  const host = hostOf(name.text)
  return host !== undefined && (base.text.startsWith('.') ? isInDomain(host, base.text) : isSame(host, base.text))
}

/** `example.com` stands for itself and what is below it, `.example.com` only for what is below it. */
function isInDomain(name: string, base: string): boolean {
  if (base === '') return true
  const [host, domain] = [name.toLowerCase(), base.toLowerCase()]
  return host === domain || host.endsWith(domain.startsWith('.') ? domain : `.${domain}`)
}

function isOfMailbox(address: string, base: string): boolean {
  const [at, baseAt] = [address.lastIndexOf('@'), base.lastIndexOf('@')]
  if (at === -1) return false
  const host = address.slice(at + 1)
  if (baseAt === -1) return base.startsWith('.') ? isInDomain(host, base) : isSame(host, base)
  const isSameLocalPart = baseAt === 0 || address.slice(0, at) === base.slice(0, baseAt)
  return isSameLocalPart && isSame(host, base.slice(baseAt + 1))
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** The base is an address and its mask. */
function isInNetwork(address: Uint8Array, network: Uint8Array): boolean {
  if (network.length !== address.length * 2) return false
  return address.every((octet, i) => {
    const mask = network[address.length + i] ?? 0
    return (octet & mask) === ((network[i] ?? 0) & mask)
  })
}

function hostOf(uri: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@?#]*@)?([^/:?#]+)/i.exec(uri)?.[1]
}
