import type { PathCertificate } from './path-certificate.ts'

/** The certificates of a CA file, ready for finding issuers among them. */
export class Anchors {
  readonly certificates: readonly PathCertificate[]
  readonly #fingerprints: ReadonlySet<string>
  readonly #bySubject: ReadonlyMap<string, readonly PathCertificate[]>

  /** The same certificate twice is one. */
  constructor(certificates: readonly PathCertificate[]) {
    const unique = new Map(certificates.map((certificate) => [certificate.fingerprintSha256, certificate]))
    this.certificates = [...unique.values()]
    this.#fingerprints = new Set(unique.keys())
    this.#bySubject = Map.groupBy(this.certificates, ({ foldedSubject }) => foldedSubject)
  }

  has({ fingerprintSha256 }: PathCertificate): boolean {
    return this.#fingerprints.has(fingerprintSha256)
  }

  /** Those that may have issued a certificate, as names, key identifiers and key usage say. No signature is verified. */
  issuersOf(child: PathCertificate): readonly PathCertificate[] {
    // Names that OpenSSL takes for equal and that are written differently here are found among all.
    const candidates = this.#bySubject.get(child.foldedIssuer) ?? this.certificates
    return issuersAmong(candidates, child)
  }
}

export function issuersAmong(
  candidates: readonly PathCertificate[],
  child: PathCertificate,
): readonly PathCertificate[] {
  return candidates.filter(
    (candidate) => candidate.fingerprintSha256 !== child.fingerprintSha256 && mayHaveIssued(candidate, child),
  )
}

/** `checkIssued` also says no where the key usage does. Such a one is kept, so that it can be said what is wrong with it. */
function mayHaveIssued(issuer: PathCertificate, child: PathCertificate): boolean {
  if (child.x509.checkIssued(issuer.x509)) return true
  return issuer.extensions.keyUsage?.keyCertSign === false && issuer.foldedSubject === child.foldedIssuer
}
