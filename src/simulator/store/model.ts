import type { Refusal, SimulatedResource } from './resource.ts'

/** The expected state of a certificate. If several apply, the most severe one counts. */
export type ExpectedState =
  /** More than the warning threshold is left, and everything agrees. */
  | 'ok'
  /** Less than 30 days are left. */
  | 'warning'
  /** Less than 14 days are left. */
  | 'critical'
  /** The certificate has expired. */
  | 'expired'
  /** Enough time is left, but API and certificate disagree. */
  | 'mismatch'
  /** Enough time is left, but Cloudflare does not present it. */
  | 'not_active'
  /** Enough time is left, but Cloudflare gave up deploying it. */
  | 'deployment_timed_out'
  /** Enough time is left, but its validity has not begun. */
  | 'not_yet_valid'
  /** Enough time is left, but the certificate cannot do its job. */
  | 'problem'
  /** The certificate is deleted: it has no expiry and raises no alarm. */
  | 'gone'
  /** The check fails. `reason` says why. */
  | 'check_failing'

export interface Expectation {
  readonly state: ExpectedState
  /** Why the check fails. */
  readonly reason?: 'not_found' | 'permission' | 'bad_certificate'
  /** Exactly the fields that disagree. */
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
  /** RFC 3339 in UTC, without a fraction. */
  readonly expires_on?: string
  /** RFC 3339 in UTC, with microseconds. */
  readonly uploaded_on?: string
}

/** Identifies a certificate. */
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
  /** One line for people that says what is special about it. */
  readonly about: string
  readonly expectation: Expectation
  /** The API's record. Undefined if the API says that there is no such certificate. */
  readonly record: CertificateRecord | undefined
  /** False if it is readable by its id and missing from the list, as a fresh upload is for a while. Default true. */
  readonly listed?: boolean
  /** Missing from the list until this time of the simulator's clock, unless `listed` is false. */
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
  /** How many certificates may be uploaded. Default: 1. */
  readonly customCertificateQuota?: number
}

/** The association of a hostname with a certificate. */
export interface Association {
  readonly zoneId: string
  /** In lower case. */
  readonly hostname: string
  /** The id of a certificate in the hostname store of the zone. */
  readonly certificateId: string
  /** Null for a void association, which stays in the answers for a while. */
  readonly enabled: boolean | null
  /** The status of the association, not of the certificate. Default `active`. */
  readonly status?: string
}

/** The expected state of a hostname. */
export interface HostnameExpectation {
  /** `none` if it has no association. */
  readonly state: 'enabled' | 'disabled' | 'voided' | 'none'
  /** The expected state of its certificate. */
  readonly certificate?: ExpectedState
  /** The name of a certificate that was uploaded to replace the one in use. */
  readonly successor?: string
}

export interface SimulatedHostname {
  readonly zoneId: string
  /** The zone's name. */
  readonly zone: string
  readonly hostname: string
  /** The certificate that it uses when the fleet is made. */
  readonly certificateId?: string
  readonly about: string
  readonly expectation: HostnameExpectation
}

/** Whether Cloudflare presents the certificates of a zone's own store. */
export interface ZoneSettings {
  readonly zoneId: string
  readonly enabled: boolean
}

export interface Fleet {
  /** The zones for credentials that can see all of them. */
  readonly zones: readonly Zone[]
  readonly certificates: readonly SimulatedCertificate[]
  /** None by default. */
  readonly associations?: readonly Association[]
  /** By default the zone store is off. */
  readonly settings?: readonly ZoneSettings[]
  /** Hostnames with their expected states, also those without an association. */
  readonly hostnames?: readonly SimulatedHostname[]
  /** Accounts besides those of the zones. Default: none. */
  readonly accounts?: readonly Account[]
  /** Certificates of the other API resources. Default: none. */
  readonly resources?: readonly SimulatedResource[]
  /** Resources that are not in the plan of a zone or an account. Default: none. */
  readonly refusals?: readonly Refusal[]
}
