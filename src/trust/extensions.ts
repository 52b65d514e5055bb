import { type DerElement, derTags, elementsIn, readAllElements, readElement } from '../certificate/der.ts'
import { readInteger, readObjectIdentifier } from '../certificate/der-numbers.ts'
import type { CertificateFields } from '../certificate/fields.ts'

const { boolean, integer, bitString, octetString, objectIdentifier, sequence } = derTags

/** What the extensions of a certificate say about paths (RFC 5280, 4.2.1). Undefined: the extension is not there. */
export interface PathExtensions {
  readonly basicConstraints: { readonly isCa: boolean; readonly pathLength: number | undefined } | undefined
  readonly keyUsage: KeyUsage | undefined
  /** Object identifiers. */
  readonly extendedKeyUsage: readonly string[] | undefined
  readonly nameConstraints: DerElement | undefined
  readonly subjectAltName: DerElement | undefined
  /** Whether there is one that cannot be read, is there twice, or is critical and unknown. */
  readonly hasUnhandled: boolean
}

export interface KeyUsage {
  readonly digitalSignature: boolean
  readonly keyAgreement: boolean
  readonly keyCertSign: boolean
}

const oids = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  extendedKeyUsage: '2.5.29.37',
} as const

/** Further ones that OpenSSL accepts as critical (`X509_supported_extension`); without policies asked for they decide nothing. */
const handled: ReadonlySet<string> = new Set([
  ...Object.values(oids),
  '2.16.840.1.113730.1.1', // netscape-cert-type
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies
  '2.5.29.33', // policyMappings
  '2.5.29.36', // policyConstraints
  '2.5.29.54', // inhibitAnyPolicy
  '1.3.6.1.5.5.7.1.7', // ipAddrBlocks
  '1.3.6.1.5.5.7.1.8', // autonomousSysIds
])

/** Reads the extensions that decide about paths. */
export function readPathExtensions({ extensions }: CertificateFields): PathExtensions {
  const all = elementsIn(extensions, sequence).map(readExtension)
  const found = new Map(all.map((extension) => [extension.oid, extension]))
  const read = <T>(oid: string, reader: (value: DerElement) => T | undefined) => {
    const extension = found.get(oid)
    if (extension === undefined) return { value: undefined, isBroken: false }
    const value = extension.value && reader(extension.value)
    return { value, isBroken: value === undefined }
  }
  const basicConstraints = read(oids.basicConstraints, readBasicConstraints)
  const keyUsage = read(oids.keyUsage, readKeyUsage)
  const extendedKeyUsage = read(oids.extendedKeyUsage, readUsages)
  const nameConstraints = read(oids.nameConstraints, aSequence)
  const subjectAltName = read(oids.subjectAltName, aSequence)
  const parts = [basicConstraints, keyUsage, extendedKeyUsage, nameConstraints, subjectAltName]
  const isUnknown = all.some(({ oid, isCritical }) => isCritical && !handled.has(oid))
  const hasUnhandled = isUnknown || found.size < all.length || parts.some(({ isBroken }) => isBroken)
  return {
    basicConstraints: basicConstraints.value,
    keyUsage: keyUsage.value,
    extendedKeyUsage: extendedKeyUsage.value,
    nameConstraints: nameConstraints.value,
    subjectAltName: subjectAltName.value,
    hasUnhandled,
  }
}

interface Extension {
  /** Empty where it cannot be read. */
  readonly oid: string
  readonly isCritical: boolean
  readonly value: DerElement | undefined
}

function readExtension(extension: DerElement): Extension {
  const [type, ...rest] = elementsIn(extension, sequence)
  const oid = type?.tag === objectIdentifier ? (readObjectIdentifier(type.content) ?? '') : ''
  const isCritical = rest[0]?.tag === boolean && isTrue(rest[0])
  const octets = rest.find(({ tag }) => tag === octetString)?.content
  const value = octets && readElement(octets)
  return { oid, isCritical, value: value?.end === octets?.length ? value : undefined }
}

function readBasicConstraints(value: DerElement): PathExtensions['basicConstraints'] {
  const parts = value.tag === sequence ? readAllElements(value.content) : undefined
  if (parts === undefined) return undefined
  const [first, ...rest] = parts
  const isCa = first?.tag === boolean && isTrue(first)
  const length = first?.tag === boolean ? rest[0] : first
  if (length === undefined) return { isCa, pathLength: undefined }
  const number = length.tag === integer ? readInteger(length.content) : undefined
  // A length without CA, or a negative one, makes no sense, and OpenSSL reads the extension as invalid.
  if (number === undefined || number < 0n || (!isCa && number > 0n)) return undefined
  return { isCa, pathLength: Number(number) }
}

function readKeyUsage(value: DerElement): KeyUsage | undefined {
  if (value.tag !== bitString || value.content.length < 1) return undefined
  const [, first = 0] = value.content
  return {
    digitalSignature: (first & 0x80) !== 0,
    keyAgreement: (first & 0x08) !== 0,
    keyCertSign: (first & 0x04) !== 0,
  }
}

function readUsages(value: DerElement): readonly string[] | undefined {
  const usages = value.tag === sequence ? readAllElements(value.content) : undefined
  if (usages?.some(({ tag }) => tag !== objectIdentifier)) return undefined
  return usages?.flatMap(({ content }) => readObjectIdentifier(content) ?? [])
}

function aSequence(value: DerElement): DerElement | undefined {
  return value.tag === sequence && readAllElements(value.content) ? value : undefined
}

function isTrue({ content }: DerElement): boolean {
  return content.some((octet) => octet !== 0)
}
