import type { CertificateFacts, CertificateProblem, UnixSeconds } from './model.ts'

/** Everything that is wrong with a certificate at this time. `problemsChangeAt` says when this changes. */
export function problemsOf(facts: CertificateFacts | undefined, now: UnixSeconds): readonly CertificateProblem[] {
  if (!facts) return []
  return facts.notBefore > now ? ['not_yet_valid', ...facts.problems] : facts.problems
}

/** The only moment at which time alone changes the problems of a certificate. Caches rely on it. */
export function problemsChangeAt(facts: CertificateFacts | undefined): UnixSeconds | undefined {
  return facts?.notBefore
}
