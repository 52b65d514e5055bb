import type { AnswerField } from '../kinds/answer-fields.ts'
import type { CertificateKind } from '../kinds/kinds.ts'

/** Seconds since 1970-01-01T00:00:00Z without leap seconds; may have a fraction. */
export type UnixSeconds = number

/** A length of time in seconds; may have a fraction. */
export type Seconds = number

/** What makes a certificate this certificate. Every rule, dashboard and join matches on these three only. */
export interface CertificateIdentity {
  readonly kind: CertificateKind
  /** The id of the zone or the account, by the kind's scope: 32 lower-case hexadecimal digits. */
  readonly scopeId: string
  /** A lower-case UUID, or 32 lower-case hexadecimal digits. */
  readonly certificateId: string
}

/** How long before the expiry a severity begins: so many seconds, or a share (0 to 1) of the certificate's lifetime. */
export type Threshold =
  | { readonly kind: 'duration'; readonly seconds: Seconds }
  | { readonly kind: 'share'; readonly share: number }

/** One for each severity. */
export interface ThresholdPair {
  readonly warning: Threshold
  readonly critical: Threshold
}

/** The CA file that an origin verifies client certificates with. */
export interface TrustSource {
  /** Relative to the working directory, or absolute. */
  readonly path: string
  /** Whether any certificate of the file ends a path, and not only a self-signed one. */
  readonly partialChain: boolean
  /** Whether it is the configuration's global one, and not an entry's own. */
  readonly isDefault: boolean
}

export interface Thresholds extends ThresholdPair {
  /** Those of an authority's certificate, where the kind has other ones for it. */
  readonly authority?: ThresholdPair
}

/** What every entry of the configuration says of what it watches, all defaults and inheritance applied. */
export interface WatchTerms {
  /** The name of the credential to ask with. */
  readonly credentials: string
  /** The entry's own labels, on every series of what it watches. */
  readonly labels: Readonly<Record<string, string>>
  readonly thresholds: Thresholds
  /** Without a successful check for so long a certificate counts as stale. */
  readonly staleAfter: Seconds
  /** The origins' CA files. A certificate has to be trusted by all of them. Absent where nothing is said of its origins. */
  readonly trustedBy?: readonly TrustSource[]
}

/** One certificate to watch, as the configuration names it or as a listing found it. */
export interface CertificateEntry extends CertificateIdentity, WatchTerms {
  /** For people; the certificate id where nothing better is known. */
  readonly name: string
  /** The name of its zone or account for people; the id where none is known. */
  readonly placeName: string
}

/** One of the certificates behind a leaf. */
export interface ChainCertificate {
  /** A distinguished name as RFC 4514 writes it, cut where it is longer than any should be. */
  readonly subject: string
  readonly notAfter: UnixSeconds
}

/** What the certificate says of itself: read from the PEM, never from the API. */
export interface CertificateFacts {
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
  /** The certificates behind the leaf that count, its issuer first: nine at most (`longest-lasting-path.ts`). */
  readonly chain: readonly ChainCertificate[]
  /** The earliest end among them; known also where a state file from before there was `chain` in it is all there is. */
  readonly chainNotAfter: UnixSeconds | undefined
  /** An integer in decimal, negative where the certificate says so; empty where it is longer than any should be. */
  readonly serialNumber: string
  /** A distinguished name as RFC 4514 writes it, cut at 16,384 characters; empty where it cannot be read. */
  readonly issuer: string
  /** A distinguished name as RFC 4514 writes it, cut at 16,384 characters; empty where it cannot be read. */
  readonly subject: string
  /** The subject's common name, the most specific one; undefined where it has none. */
  readonly commonName: string | undefined
  /** `SHA256-RSA`, `ECDSA-SHA256`, `Ed25519`, and so on; a dotted object identifier where there is no such name; empty where it cannot be read. */
  readonly signatureAlgorithm: string
  /** `RSA 2048`, `ECDSA P-256`, `Ed25519`, and so on; a dotted object identifier where there is no such name; empty where it cannot be read. */
  readonly publicKey: string
  /** SHA-256 of an authority's public key as its certificate has it, 64 lower-case hexadecimal digits; absent of a client's certificate. */
  readonly publicKeySha256?: string
  /** SHA-256 of the leaf's DER encoding, 64 lower-case hexadecimal digits. */
  readonly fingerprintSha256: string
  /** What is wrong with it as a client certificate, whatever the time. */
  readonly problems: readonly CertificateProblem[]
}

/** What can be wrong with a certificate, seen from the PEM alone. `no_client_auth` and `is_ca`: as a client certificate. `not_a_ca`: as an authority's. */
export const certificateProblems = [
  'not_yet_valid',
  'no_client_auth',
  'is_ca',
  'not_a_ca',
  'weak_key',
  'weak_signature',
  'inverted_validity',
] as const
export type CertificateProblem = (typeof certificateProblems)[number]

/** What Cloudflare's API says of the certificate; a field that it does not give, or that cannot be read, is undefined. */
export interface CertificateRecord {
  readonly status: string | undefined
  readonly expiresOn: UnixSeconds | undefined
  readonly uploadedOn: UnixSeconds | undefined
  readonly issuer: string | undefined
  readonly serialNumber: string | undefined
  readonly signature: string | undefined
  /** The hosts that it is valid for, or used for. Absent where the kind has none. */
  readonly hosts?: readonly string[]
  /** Whether it is in use. Absent where the API does not say it. */
  readonly inUse?: boolean
  /** Whether it is an authority's. Absent where the kind does not say it. */
  readonly isAuthority?: boolean
  /** What people call it. Absent where the kind has no names. */
  readonly name?: string
  /** The fields that came in a form that cannot be read; absent where there are none. */
  readonly unreadable?: readonly AnswerField[]
}

/** The fields in which the API and the certificate can contradict each other. */
export const mismatchFields = ['expires_on', 'serial_number', 'issuer', 'signature'] as const
export type MismatchField = (typeof mismatchFields)[number]

/** True where the two sides disagree, false where they agree, absent where one side says nothing. */
export type Mismatches = Readonly<Partial<Record<MismatchField, boolean>>>
