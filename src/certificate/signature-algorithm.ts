import { readAlgorithm } from './algorithm-identifier.ts'
import { type DerElement, derTags, elementsIn } from './der.ts'

/** The signature algorithm of a certificate. */
export interface SignatureAlgorithm {
  /** The name in Go's spelling, because Cloudflare uses Go. The dotted object identifier if Go has no name. Empty if unreadable. */
  readonly name: string
  /** True if its hash is SHA-1 or older, which TLS libraries refuse. */
  readonly isWeak: boolean
}

/** Reads the AlgorithmIdentifier of a signature. */
export function readSignatureAlgorithm(element: DerElement): SignatureAlgorithm {
  const algorithm = readAlgorithm(element)
  if (algorithm === undefined) return { name: '', isWeak: false }
  const { oid, parameters } = algorithm
  if (oid === rsaPss) return readRsaPss(parameters)
  return { name: names.get(oid) ?? oid, isWeak: weakAlgorithms.has(oid) }
}

const rsaPss = '1.2.840.113549.1.1.10'

/** The hash is the first parameter, and SHA-1 if it is absent (RFC 4055, 3.1). */
function readRsaPss(parameters: DerElement | undefined): SignatureAlgorithm {
  const first = elementsIn(parameters, derTags.sequence)[0]
  const isGiven = first?.tag === 0xa0
  const hash = isGiven ? readAlgorithm(elementsIn(first, 0xa0)[0])?.oid : sha1
  const name = hash === undefined ? undefined : rsaPssHashes.get(hash)
  return { name: name === undefined ? rsaPss : `${name}-RSAPSS`, isWeak: hash !== undefined && weakHashes.has(hash) }
}

const sha1 = '1.3.14.3.2.26'

const rsaPssHashes: ReadonlyMap<string, string> = new Map([
  [sha1, 'SHA1'],
  ['2.16.840.1.101.3.4.2.1', 'SHA256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA512'],
])

/** SHA-1, MD2, MD4, MD5. */
const weakHashes: ReadonlySet<string> = new Set([
  sha1,
  '1.2.840.113549.2.2',
  '1.2.840.113549.2.4',
  '1.2.840.113549.2.5',
])

const names: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.4', 'MD5-RSA'],
  ['1.2.840.113549.1.1.5', 'SHA1-RSA'],
  ['1.3.14.3.2.29', 'SHA1-RSA'],
  ['1.2.840.113549.1.1.11', 'SHA256-RSA'],
  ['1.2.840.113549.1.1.12', 'SHA384-RSA'],
  ['1.2.840.113549.1.1.13', 'SHA512-RSA'],
  ['1.2.840.10040.4.3', 'DSA-SHA1'],
  ['2.16.840.1.101.3.4.3.2', 'DSA-SHA256'],
  ['1.2.840.10045.4.1', 'ECDSA-SHA1'],
  ['1.2.840.10045.4.3.2', 'ECDSA-SHA256'],
  ['1.2.840.10045.4.3.3', 'ECDSA-SHA384'],
  ['1.2.840.10045.4.3.4', 'ECDSA-SHA512'],
  ['1.3.101.112', 'Ed25519'],
])

const weakAlgorithms: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.2', // md2WithRSAEncryption
  '1.2.840.113549.1.1.3', // md4WithRSAEncryption
  '1.2.840.113549.1.1.4', // md5WithRSAEncryption
  '1.2.840.113549.1.1.5', // sha1WithRSAEncryption
  '1.2.840.10040.4.3', // dsa-with-sha1
  '1.2.840.10045.4.1', // ecdsa-with-SHA1
  // The same hashes, and the original SHA, with the identifiers of the OSI Implementors' Workshop.
  '1.3.14.3.2.2', // md4WithRSA
  '1.3.14.3.2.3', // md5WithRSA
  '1.3.14.3.2.4', // md4WithRSAEncryption
  '1.3.14.3.2.13', // dsaWithSHA
  '1.3.14.3.2.15', // shaWithRSAEncryption
  '1.3.14.3.2.27', // dsaWithSHA1
  '1.3.14.3.2.28', // dsaWithSHA1, with parameters in common
  '1.3.14.3.2.29', // sha1WithRSA
  '1.3.14.7.2.3.1', // md2WithRSA
  '1.3.36.3.3.1.1', // TeleTrusT: rsaSignatureWithsha1
  '0.4.0.127.0.7.1.1.4.1.1', // BSI: ecdsa-plain-SHA1
])
