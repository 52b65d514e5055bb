import { readName } from './name-reader.ts'

const commonName = '2.5.4.3'

/**
 * The common name in a distinguished name, the most specific one where there are several; undefined where there is none.
 * @param name as RFC 4514 writes it
 */
export function commonNameOf(name: string): string | undefined {
  const value = readName(name).flatMap((attribute) =>
    'type' in attribute && attribute.type === commonName ? [attribute.value] : [],
  )[0]
  return value?.trim() ? value : undefined
}
