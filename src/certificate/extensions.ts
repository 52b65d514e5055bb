import { type DerElement, derTags, elementsIn, readAllElements, readElement } from './der.ts'
import { readObjectIdentifier } from './der-numbers.ts'
import type { CertificateFields } from './fields.ts'

const { boolean, octetString, objectIdentifier, sequence } = derTags

// Each extension is found and read by itself. One that cannot be read says nothing, and hides no other.

/** The extended key usages as object identifiers; undefined where the extension is not there or cannot be read. */
export function extendedKeyUsages({ extensions }: CertificateFields): readonly string[] | undefined {
  const value = extensionValue(extensions, '2.5.29.37')
  const usages = value?.tag === sequence ? readAllElements(value.content) : undefined
  return usages?.some(({ tag }) => tag !== objectIdentifier)
    ? undefined
    : usages?.flatMap(({ content }) => readObjectIdentifier(content) ?? [])
}

/** Whether basicConstraints says CA; undefined where the extension is not there or cannot be read. */
export function isCa({ extensions }: CertificateFields): boolean | undefined {
  const value = extensionValue(extensions, '2.5.29.19')
  const parts = value?.tag === sequence ? readAllElements(value.content) : undefined
  return parts && parts[0]?.tag === boolean && parts[0].content.some((octet) => octet !== 0)
}

/** The id that the issuer's key is known by, in hexadecimal digits. */
export function authorityKeyId({ extensions }: CertificateFields): string | undefined {
  const keyIdentifier = 0x80
  const found = elementsIn(extensionValue(extensions, '2.5.29.35'), sequence).find(({ tag }) => tag === keyIdentifier)
  return found && Buffer.from(found.content).toString('hex')
}

/** The id that the certificate's own key is known by, in hexadecimal digits. */
export function subjectKeyId({ extensions }: CertificateFields): string | undefined {
  const value = extensionValue(extensions, '2.5.29.14')
  return value?.tag === octetString ? Buffer.from(value.content).toString('hex') : undefined
}

/** The element inside the first extension of this type, which has to be alone in there. */
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
