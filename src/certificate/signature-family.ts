/** The algorithm of a signature, without its hash. */
export type SignatureFamily = 'RSA' | 'ECDSA'

/** What the API writes around the algorithm, as in `SHA256WithRSA`, `ECDSA-SHA256` or `sha256WithRSAEncryption`. */
const around = /sha|md|with|encryption|pss|[^a-z]/g

/** The family that the API's `signature` names. Undefined where there is none, or another one. */
export function signatureFamily(signature: string | undefined): SignatureFamily | undefined {
  const algorithm = signature?.toLowerCase().replaceAll(around, '')
  if (algorithm === 'rsa') return 'RSA'
  return algorithm === 'ecdsa' ? 'ECDSA' : undefined
}
