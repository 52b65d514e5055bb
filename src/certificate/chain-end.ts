import type { CertificateFacts, ChainCertificate } from './model.ts'

/**
 * The certificate of the chain that ends first, if that is before the leaf ends: then the end that counts is not the leaf's own.
 * Its subject is empty where a state file from before there was `chain` in it is all there is.
 */
export function endsFirstInChain(facts: CertificateFacts | undefined): ChainCertificate | undefined {
  const { chain, chainNotAfter, notAfter } = facts ?? {}
  if (chainNotAfter === undefined || notAfter === undefined || chainNotAfter >= notAfter) return undefined
  return chain?.find((each) => each.notAfter === chainNotAfter) ?? { subject: '', notAfter: chainNotAfter }
}
