/** What the web configuration file says, its certificates read. Immutable: a changed file makes another one. */
export interface WebConfig {
  /** Undefined: plain HTTP. */
  readonly tls: WebTls | undefined
  /** bcrypt hashes by user name; none: no password is asked for. */
  readonly users: ReadonlyMap<string, string>
  /** On every answer, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}

/** `none` asks for no certificate, `request` and `require` take any, the last two only one that a client CA has signed. */
export type ClientAuth = 'none' | 'request' | 'require' | 'verify_if_given' | 'require_and_verify'

/** Everything that is text is PEM, or in OpenSSL's words. */
export interface WebTls {
  readonly cert: string
  readonly key: string
  readonly clientAuth: ClientAuth
  /** None: nobody's certificate can be verified. */
  readonly clientCas: readonly string[]
  /** A client's certificate has to have one of these alternative names; undefined: any will do. */
  readonly allowedSans: readonly string[] | undefined
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
  readonly ciphers: string
  readonly ecdhCurve: string | undefined
  readonly honorCipherOrder: boolean
}

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'
