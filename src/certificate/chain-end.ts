import type { CertificateFacts, ChainCertificate } from './model.ts'

/**
 * The certificate of the chain that ends first, if it ends before the leaf. Its end is then the end of the whole. Its subject is empty if
 * it comes from an old state file without `chain`.
 */
export function endsFirstInChain(facts: CertificateFacts | undefined): ChainCertificate | undefined {
  const { chain, chainNotAfter, notAfter } = facts ?? {}
  if (chainNotAfter === undefined || notAfter === undefined || chainNotAfter >= notAfter) return undefined
  return chain?.find((each) => each.notAfter === chainNotAfter) ?? { subject: '', notAfter: chainNotAfter }
}
