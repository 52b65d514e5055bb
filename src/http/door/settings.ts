/** Who is let in at a listener, and how. Immutable: a change makes another one. */
export interface DoorSettings {
  /** Undefined: plain HTTP. */
  readonly tls: DoorTls | undefined
  /** bcrypt hashes by user name; none: no password is asked for. */
  readonly users: ReadonlyMap<string, string>
  /** On every answer, by lower-case name; they win over the answer's own. */
  readonly headers: Readonly<Record<string, string>>
}

export interface DoorTls extends ClientCertificateRule {
  /** PEM, the leaf first. */
  readonly cert: string
  /** PEM. */
  readonly key: string
  /** PEM, one certificate each; none: nobody's certificate can be verified. */
  readonly clientCas: readonly string[]
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3'
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3'
  /** In OpenSSL's words; undefined: what Node.js has by default. */
  readonly ciphers: string | undefined
  readonly ecdhCurve: string | undefined
  readonly honorCipherOrder: boolean
}

export interface ClientCertificateRule {
  /** `none` asks for no certificate, `request` and `require` take any, the last two only one that a client CA has signed. */
  readonly clientAuth: 'none' | 'request' | 'require' | 'verify_if_given' | 'require_and_verify'
  /** A certificate has to have one of these alternative names; undefined: any will do. */
  readonly allowedSans: readonly string[] | undefined
}

/** Nothing asked, nothing hidden. */
export const openDoor: DoorSettings = { tls: undefined, users: new Map(), headers: {} }
