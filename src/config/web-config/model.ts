/** The web configuration file with its certificates. Immutable; a changed file makes a new object. */
export interface WebConfig {
  /** Undefined for plain HTTP. */
  readonly tls: WebTls | undefined
  /** bcrypt hashes by user name. Empty if no password is needed. */
  readonly users: ReadonlyMap<string, string>
  /** Headers for every answer, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * `none` asks for no certificate, `request` and `require` accept any, and the last two accept only certificates that a client CA has
 * signed.
 */
export type ClientAuth = 'none' | 'request' | 'require' | 'verify_if_given' | 'require_and_verify'

/** All texts are PEM or names of OpenSSL. */
export interface WebTls {
  readonly cert: string
  readonly key: string
  readonly clientAuth: ClientAuth
  /** Empty if no client certificate can be verified. */
  readonly clientCas: readonly string[]
  /** A client's certificate must have one of these alternative names. Undefined if any name is allowed. */
  readonly allowedSans: readonly string[] | undefined
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
  readonly ciphers: string
  readonly ecdhCurve: string | undefined
  readonly honorCipherOrder: boolean
}

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'
