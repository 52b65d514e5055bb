import { readAlgorithm } from './algorithm-identifier.ts'
import { curveNames } from './curves.ts'
import { type DerElement, derTags, elementsIn, readElement } from './der.ts'
import { countBits, readObjectIdentifier } from './der-numbers.ts'

/** The public key of a certificate. */
export interface PublicKey {
  /**
   * `RSA 2048`, `DSA 2048`, `ECDSA P-256`, `Ed25519`. `ECDSA 1.2.3` for a curve without a name. The dotted object identifier for other
   * kinds of keys and for unreadable keys. Empty if even that is unreadable.
   */
  readonly name: string
  /** True for an RSA or DSA key of less than 2048 bits. */
  readonly isWeak: boolean
}

/** Reads a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). */
export function readPublicKey(subjectPublicKeyInfo: DerElement): PublicKey {
  const [identifier, key] = elementsIn(subjectPublicKeyInfo, derTags.sequence)
  const algorithm = readAlgorithm(identifier)
  if (algorithm === undefined) return { name: '', isWeak: false }
  const { oid, parameters } = algorithm
  switch (oid) {
    case '1.2.840.113549.1.1.1':
      return withBits('RSA', oid, modulusBits(key))
    // RSA for one purpose only. For Go this is another kind of key without a name.
    case '1.2.840.113549.1.1.7':
    case '1.2.840.113549.1.1.10':
      return { ...withBits('RSA', oid, modulusBits(key)), name: oid }
    case '1.2.840.10040.4.1':
    case '1.3.14.3.2.12':
      return withBits('DSA', oid, firstNumberBits(parameters))
    case '1.2.840.10045.2.1':
      return { name: ecName(parameters) ?? oid, isWeak: false }
    default:
      return { name: oid === '1.3.101.112' ? 'Ed25519' : oid, isWeak: false }
  }
}

function withBits(kind: string, oid: string, bits: number | undefined): PublicKey {
  return bits === undefined ? { name: oid, isWeak: false } : { name: `${kind} ${bits}`, isWeak: bits < 2048 }
}

/** The key is a SEQUENCE of modulus and exponent. The first octet of the BIT STRING is the number of unused bits. */
function modulusBits(key: DerElement | undefined): number | undefined {
  return key?.tag === derTags.bitString ? firstNumberBits(readElement(key.content.subarray(1))) : undefined
}

function firstNumberBits(numbers: DerElement | undefined): number | undefined {
  const [first] = elementsIn(numbers, derTags.sequence)
  return first?.tag === derTags.integer ? countBits(first.content) : undefined
}

/** Undefined if the curve is given by its parameters and not by an object identifier. */
function ecName(parameters: DerElement | undefined): string | undefined {
  const curve = parameters?.tag === derTags.objectIdentifier ? readObjectIdentifier(parameters.content) : undefined
  return curve === undefined ? undefined : `ECDSA ${curveNames.get(curve) ?? curve}`
}
