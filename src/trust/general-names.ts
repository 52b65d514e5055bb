import { attributeOid } from '../certificate/attribute-types.ts'
import { foldName } from '../certificate/chain.ts'
import { type DerElement, derTags, elementsIn, readElement, readElements } from '../certificate/der.ts'
import { readObjectIdentifier } from '../certificate/der-numbers.ts'
import { decodeString } from '../certificate/der-strings.ts'
import { writeName } from '../certificate/name-writer.ts'
import type { PathCertificate } from './path-certificate.ts'

/** A GeneralName (RFC 5280, 4.2.1.6). The kinds that no constraint is read for are `other`. */
export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly text: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  /** One text for each relative distinguished name, equal where these are the same. */
  | { readonly kind: 'directory'; readonly rdns: readonly string[] }
  | { readonly kind: 'other'; readonly tag: number }

/** Reads one GeneralName by its tag. */
export function readGeneralName({ tag, content }: DerElement): GeneralName {
  const text = Buffer.from(content).toString('latin1')
  switch (tag) {
    case 0x81:
      return { kind: 'email', text }
    case 0x82:
      return { kind: 'dns', text }
    case 0x86:
      return { kind: 'uri', text }
    case 0x87:
      return { kind: 'ip', octets: content }
    case 0xa4:
      return { kind: 'directory', rdns: readRdns(readElement(content)) }
    default:
      return { kind: 'other', tag }
  }
}

/** Every name of a certificate that a constraint can forbid: its subject, addresses in there, and its alternative names. */
export function namesOf({ fields, extensions }: PathCertificate): readonly GeneralName[] {
  const rdns = readRdns(fields.subject)
  const emails = attributesOf(fields.subject, emailAddress).map((text) => ({ kind: 'email' as const, text }))
  return [
    ...(rdns.length > 0 ? [{ kind: 'directory' as const, rdns }] : []),
    ...emails,
    ...alternativeNames(extensions),
  ]
}

/** The common names of a leaf that read like DNS names, which count where it has none as alternative names. */
export function commonNamesAsDns({ fields, extensions }: PathCertificate): readonly GeneralName[] {
  if (alternativeNames(extensions).some(({ kind }) => kind === 'dns')) return []
  return attributesOf(fields.subject, commonName)
    .filter((text) => dnsName.test(text))
    .map((text) => ({ kind: 'dns' as const, text }))
}

const emailAddress = attributeOid('emailAddress') ?? '1.2.840.113549.1.9.1'
const commonName = attributeOid('CN') ?? '2.5.4.3'
const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?'
const dnsName = new RegExp(`^${label}(?:\\.${label})+$`)

function alternativeNames({ subjectAltName }: PathCertificate['extensions']): readonly GeneralName[] {
  return elementsIn(subjectAltName, derTags.sequence).map(readGeneralName)
}

function readRdns(name: DerElement | undefined): readonly string[] {
  if (name?.tag !== derTags.sequence) return []
  let rest = name.content
  const rdns: string[] = []
  for (const { end } of readElements(name.content)) {
    rdns.push(foldName(writeName({ tag: derTags.sequence, content: rest.subarray(0, end), end })))
    rest = rest.subarray(end)
  }
  return rdns
}

function attributesOf(name: DerElement, oid: string): readonly string[] {
  return elementsIn(name, derTags.sequence)
    .flatMap((rdn) => elementsIn(rdn, derTags.set))
    .flatMap(({ content }) => {
      const type = readElement(content)
      if (type?.tag !== derTags.objectIdentifier || readObjectIdentifier(type.content) !== oid) return []
      return decodeString(content.subarray(type.end)) ?? []
    })
}
