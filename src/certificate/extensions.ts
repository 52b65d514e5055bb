import { type DerElement, derTags, elementsIn, readAllElements, readElement } from './der.ts'
import { readObjectIdentifier } from './der-numbers.ts'
import type { CertificateFields } from './fields.ts'

const { boolean, octetString, objectIdentifier, sequence } = derTags

// Each extension is read by itself, so an unreadable one does not hide another.

/** The extended key usages as object identifiers. Undefined if the extension is absent or unreadable. */
export function extendedKeyUsages({ extensions }: CertificateFields): readonly string[] | undefined {
  const value = extensionValue(extensions, '2.5.29.37')
  const usages = value?.tag === sequence ? readAllElements(value.content) : undefined
  return usages?.some(({ tag }) => tag !== objectIdentifier)
    ? undefined
    : usages?.flatMap(({ content }) => readObjectIdentifier(content) ?? [])
}

/** Whether the basic constraints say CA. Undefined if the extension is absent or unreadable. */
export function isCa({ extensions }: CertificateFields): boolean | undefined {
  const value = extensionValue(extensions, '2.5.29.19')
  const parts = value?.tag === sequence ? readAllElements(value.content) : undefined
  return parts && parts[0]?.tag === boolean && parts[0].content.some((octet) => octet !== 0)
}

/** The key identifier of the issuer, in hexadecimal digits. */
export function authorityKeyId({ extensions }: CertificateFields): string | undefined {
  const keyIdentifier = 0x80
  const found = elementsIn(extensionValue(extensions, '2.5.29.35'), sequence).find(({ tag }) => tag === keyIdentifier)
  return found && Buffer.from(found.content).toString('hex')
}

/** The key identifier of the certificate's own key, in hexadecimal digits. */
export function subjectKeyId({ extensions }: CertificateFields): string | undefined {
  const value = extensionValue(extensions, '2.5.29.14')
  return value?.tag === octetString ? Buffer.from(value.content).toString('hex') : undefined
}

/** The single element inside the first extension of this type. */
function extensionValue(extensions: DerElement | undefined, oid: string): DerElement | undefined {
  for (const extension of elementsIn(extensions, sequence)) {
    const [type, ...rest] = elementsIn(extension, sequence)
    if (type?.tag !== objectIdentifier || readObjectIdentifier(type.content) !== oid) continue
    const octets = rest.find(({ tag }) => tag === octetString)?.content
    const value = octets && readElement(octets)
    return value?.end === octets?.length ? value : undefined
  }
  return undefined
}
