import type { Json } from '../api/answer.ts'
import type { ExpectedState } from './model.ts'

/** Other API resources that are certificates, by the last part of their path. */
export const resourceNames = [
  'custom_certificates',
  'custom_trust_store',
  'certificate_packs',
  'mtls_certificates',
  'access_certificates',
  'gateway_certificates',
] as const
export type ResourceName = (typeof resourceNames)[number]

/** An entry as the API writes it. */
export type ResourceRecord = { readonly id: string; readonly [field: string]: Json | undefined }

export interface ResourceKey {
  readonly resource: ResourceName
  /** The id of the zone or the account. */
  readonly scopeId: string
  /** A lower-case UUID. */
  readonly id: string
}

/** A product that uses a certificate of the mTLS store. */
export type ServiceAssociation = { readonly service: string; readonly status: string }

export interface SimulatedResource extends ResourceKey {
  /** A name for people. */
  readonly name: string
  /** One line for people that says what is special about it. */
  readonly about: string
  readonly expectation: ResourceExpectation
  readonly record: ResourceRecord
  /** Until then its status is `pending`, whatever the record says. */
  readonly activeFrom?: Date
  /** Answered at `…/associations`. Default: none. */
  readonly associations?: readonly ServiceAssociation[]
}

/** What operators must see of an entry. */
export interface ResourceExpectation {
  /** `vanished`: Cloudflare took it away around its end, and nothing took its place. */
  readonly state: ExpectedState | 'vanished'
  /** Whether it is proved that its end would harm nobody. Absent where nothing proves it. */
  readonly harmless?: true
}

/** A resource of a zone or an account that is not in its plan. */
export interface Refusal {
  readonly resource: ResourceName
  readonly scopeId: string
}
