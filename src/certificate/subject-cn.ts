import { readName } from './name-reader.ts'

const commonName = '2.5.4.3'

/**
 * The most specific common name in a distinguished name. Undefined if there is none.
 * @param name in the form of RFC 4514
 */
export function commonNameOf(name: string): string | undefined {
  const value = readName(name).flatMap((attribute) =>
    'type' in attribute && attribute.type === commonName ? [attribute.value] : [],
  )[0]
  return value?.trim() ? value : undefined
}
