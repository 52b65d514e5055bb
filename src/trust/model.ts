import type { UnixSeconds } from '../certificate/model.ts'

/**
 * Why an origin does not trust a certificate. `no_path`: an issuer is in no file at hand. `unhandled_extension`: an extension is
 * critical and unknown, or cannot be read.
 */
export const trustFaults = [
  'no_path',
  'not_yet_valid',
  'bad_signature',
  'not_a_ca',
  'path_length',
  'no_client_auth',
  'name_constraints',
  'unhandled_extension',
] as const
export type TrustFault = (typeof trustFaults)[number]

/** Where a certificate of a path comes from: `leaf` and `uploaded` are what Cloudflare presents, `ca_file` is the origin's own. */
export type MemberSource = 'leaf' | 'uploaded' | 'ca_file'

/** One certificate of a path. */
export interface PathMember {
  /** A distinguished name as RFC 4514 writes it, cut where it is longer than any should be. */
  readonly subject: string
  /** SHA-256 of its DER encoding, 64 lower-case hexadecimal digits. */
  readonly fingerprintSha256: string
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
  readonly source: MemberSource
  /** Whether its issuer signed it with SHA-1 or an older hash: OpenSSL 3 refuses that in TLS as it is delivered. */
  readonly isWeaklySigned: boolean
}

/** A path that holds, from the leaf to the certificate that ends it. */
export interface TrustPath {
  readonly members: readonly PathMember[]
  /** When all its certificates have begun. */
  readonly begins: UnixSeconds
  /** When the first of its certificates ends. */
  readonly ends: UnixSeconds
}

/**
 * What a CA file makes of a certificate, whatever the time. `paths`: those that hold; each one begins later than the one before it
 * and lasts longer. There is always one.
 */
export type Finding =
  | { readonly kind: 'trusted'; readonly paths: readonly [TrustPath, ...TrustPath[]] }
  | { readonly kind: 'untrusted'; readonly refusal: Refusal }

/** Why no path holds. */
export interface Refusal {
  readonly fault: TrustFault
  /** How far the nearest way came, the leaf first. The fault is its last certificate's; with `no_path` the issuer of that is missing. */
  readonly members: readonly PathMember[]
  /** The distinguished name of the issuer that is missing; only with `no_path`. */
  readonly missing: string | undefined
}

/** What one CA file makes of a certificate. */
export interface FileTrust {
  /** The path of the file. */
  readonly file: string
  readonly partialChain: boolean
  /** Undefined: the file was never readable, so nothing is known. */
  readonly finding: Finding | undefined
}

/** What the CA files of all origins that a certificate reaches make of it. */
export type CertificateTrust = readonly [FileTrust, ...FileTrust[]]
