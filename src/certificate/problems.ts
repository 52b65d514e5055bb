import type { CertificateFacts, CertificateProblem, UnixSeconds } from './model.ts'

/** All that is wrong with a certificate at this time. */
export function problemsOf(facts: CertificateFacts | undefined, now: UnixSeconds): readonly CertificateProblem[] {
  if (!facts) return []
  return facts.notBefore > now ? ['not_yet_valid', ...facts.problems] : facts.problems
}
