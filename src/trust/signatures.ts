import type { PathCertificate } from './path-certificate.ts'

/** So many results are kept: the links of ten thousand certificates, each with an issuer of its own. */
const mostResults = 20_000

/** Verifies signatures, and keeps each result by the fingerprints of both certificates. */
export class Signatures {
  readonly #results = new Map<string, boolean>()
  #verified = 0

  /** How many were verified and not known. */
  get verified(): number {
    return this.#verified
  }

  /** Undefined where it is not known yet. */
  known(child: PathCertificate, issuer: PathCertificate): boolean | undefined {
    return this.#results.get(keyOf(child, issuer))
  }

  /** Whether the issuer's key made the signature of the child. */
  verify(child: PathCertificate, issuer: PathCertificate): boolean {
    const key = keyOf(child, issuer)
    const before = this.#results.get(key)
    if (before !== undefined) return before
    if (this.#results.size >= mostResults) this.#results.clear()
    const result = isSignedBy(child, issuer)
    this.#verified++
    this.#results.set(key, result)
    return result
  }
}

function keyOf(child: PathCertificate, issuer: PathCertificate): string {
  return `${child.fingerprintSha256}/${issuer.fingerprintSha256}`
}

/** A key of a kind that OpenSSL does not know verifies nothing. */
function isSignedBy(child: PathCertificate, issuer: PathCertificate): boolean {
  try {
    return child.x509.verify(issuer.x509.publicKey)
  } catch {
    return false
  }
}
