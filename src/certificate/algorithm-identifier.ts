import { type DerElement, derTags, elementsIn } from './der.ts'
import { readObjectIdentifier } from './der-numbers.ts'

/** An AlgorithmIdentifier (RFC 5280, 4.1.1.2): the algorithm, and its parameters if there are any. */
export interface AlgorithmIdentifier {
  readonly oid: string
  readonly parameters: DerElement | undefined
}

/** Undefined if the element is absent or is not an AlgorithmIdentifier. */
export function readAlgorithm(element: DerElement | undefined): AlgorithmIdentifier | undefined {
  const [type, parameters] = elementsIn(element, derTags.sequence)
  const oid = type?.tag === derTags.objectIdentifier ? readObjectIdentifier(type.content) : undefined
  return oid === undefined ? undefined : { oid, parameters }
}
