/** What operators must see, in one word; the mildest of several never hides a worse one. */
export type ExpectedState =
  /** More than the warning threshold left, everything agrees. */
  | 'ok'
  /** Less than 30 days left. */
  | 'warning'
  /** Less than 14 days left. */
  | 'critical'
  /** The end is past. */
  | 'expired'
  /** Enough time left, but the API and the certificate contradict each other. */
  | 'mismatch'
  /** Enough time left, but Cloudflare does not serve it. */
  | 'not_active'
  /** Enough time left, but Cloudflare gave up deploying it. */
  | 'deployment_timed_out'
  /** Enough time left, but its validity has not begun. */
  | 'not_yet_valid'
  /** Enough time left, but the certificate itself will not do its job. */
  | 'problem'
  /** Deleted: no expiry, no alarm. */
  | 'gone'
  /** The check fails; `reason` says why. */
  | 'blind'

export interface Expectation {
  readonly state: ExpectedState
  /** Why the check fails. */
  readonly reason?: 'not_found' | 'permission' | 'bad_certificate'
  /** Exactly these fields contradict each other. */
  readonly mismatches?: readonly ('expires_on' | 'serial_number' | 'issuer' | 'signature')[]
  /** Exactly these problems. */
  readonly problems?: readonly ('not_yet_valid' | 'no_client_auth' | 'is_ca')[]
}

export type CertificateKind = 'hostname' | 'zone'

/** A certificate as the API writes it. Every field is optional, as in the API's specification. */
export type CertificateRecord = {
  readonly id: string
  readonly status?: string
  readonly issuer?: string
  readonly signature?: string
  /** Decimal. */
  readonly serial_number?: string
  /** PEM, the leaf first. */
  readonly certificate?: string
  /** RFC 3339 in UTC, no fraction. */
  readonly expires_on?: string
  /** RFC 3339 in UTC, microseconds. */
  readonly uploaded_on?: string
}

/** What tells two certificates apart. */
export interface CertificateKey {
  readonly kind: CertificateKind
  /** 32 lower-case hexadecimal digits. */
  readonly zoneId: string
  /** A lower-case UUID. */
  readonly certificateId: string
}

export interface SimulatedCertificate extends CertificateKey {
  readonly name: string
  /** The zone's name. */
  readonly zone: string
  /** One line for people: what is special about it. */
  readonly about: string
  readonly expectation: Expectation
  /** What the API answers; undefined where it answers that there is no such certificate. */
  readonly record: CertificateRecord | undefined
  /** False: readable by its id but missing from the list, as a fresh upload is for a while. Default true. */
  readonly listed?: boolean
  /** Missing from the list until the simulator's clock says this, where `listed` is not false. */
  readonly listedFrom?: Date
}

export interface Account {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string
  readonly name: string
}

export interface Zone {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string
  readonly name: string
  /** Default `exampleAccount`. */
  readonly account?: Account
  /** Default `active`. */
  readonly status?: 'initializing' | 'pending' | 'active' | 'moved'
  /** Default false. */
  readonly paused?: boolean
}

/** The certificate of a hostname: shown to its origin, or put down for it. */
export interface Association {
  readonly zoneId: string
  /** Lower case. */
  readonly hostname: string
  /** In the hostname store of the zone. */
  readonly certificateId: string
  /** Null: voided, and still in the answers for a while. */
  readonly enabled: boolean | null
  /** Of the association, not of its certificate; default `active`. */
  readonly status?: string
}

/** What operators must see of a hostname. */
export interface HostnameExpectation {
  /** `none`: it has no association. */
  readonly state: 'enabled' | 'disabled' | 'voided' | 'none'
  /** What they must see of its certificate. */
  readonly certificate?: ExpectedState
  /** The name of a certificate that was uploaded to replace the one it uses. */
  readonly successor?: string
}

export interface SimulatedHostname {
  readonly zoneId: string
  /** The zone's name. */
  readonly zone: string
  readonly hostname: string
  /** The one it uses when the fleet is made. */
  readonly certificateId?: string
  readonly about: string
  readonly expectation: HostnameExpectation
}

/** Whether Cloudflare shows certificates of the zone store to the origins of a zone. */
export interface ZoneSettings {
  readonly zoneId: string
  readonly enabled: boolean
}

export interface Fleet {
  /** The zones that exist, to credentials that are not narrowed to some of them. */
  readonly zones: readonly Zone[]
  readonly certificates: readonly SimulatedCertificate[]
  /** Default: none. */
  readonly associations?: readonly Association[]
  /** Default: the zone store is switched off. */
  readonly settings?: readonly ZoneSettings[]
  /** Hostnames to look at, and what must be seen of each: those without an association too. */
  readonly hostnames?: readonly SimulatedHostname[]
}
