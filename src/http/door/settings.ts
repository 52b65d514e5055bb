/** Who may connect to a listener, and how. Immutable; a change makes a new object. */
export interface DoorSettings {
  /** Undefined for plain HTTP. */
  readonly tls: DoorTls | undefined
  /** bcrypt hashes by user name. Empty if no password is needed. */
  readonly users: ReadonlyMap<string, string>
  /** Headers for every answer, by lower-case name. They replace the answer's own headers. */
  readonly headers: Readonly<Record<string, string>>
}

export interface DoorTls extends ClientCertificateRule {
  /** PEM, the leaf first. */
  readonly cert: string
  /** PEM. */
  readonly key: string
  /** PEM, one certificate each. Empty if no client certificate can be verified. */
  readonly clientCas: readonly string[]
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3'
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3'
  /** The names of OpenSSL. Undefined for the default of Node.js. */
  readonly ciphers: string | undefined
  readonly ecdhCurve: string | undefined
  readonly honorCipherOrder: boolean
}

export interface ClientCertificateRule {
  /**
   * `none` asks for no certificate, `request` and `require` accept any, and the last two accept only certificates that a client CA has
   * signed.
   */
  readonly clientAuth: 'none' | 'request' | 'require' | 'verify_if_given' | 'require_and_verify'
  /** A certificate must have one of these alternative names. Undefined if any name is allowed. */
  readonly allowedSans: readonly string[] | undefined
}

/** Plain HTTP for everybody. */
export const openDoor: DoorSettings = { tls: undefined, users: new Map(), headers: {} }
