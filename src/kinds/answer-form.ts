/** Where the API's answer about a certificate of a kind has what. The names are fields of the answer. */
export interface AnswerForm {
  /** The PEM text. Undefined where the API gives none. */
  readonly pem: string | undefined
  /** Undefined where the kind has no status. */
  readonly status: string | undefined
  /** A list of the host names that the certificate is valid for, or that it is used for. */
  readonly hosts?: string
  /** Whether it is in use, as true or false. */
  readonly inUse?: string
  /** Whether it is an authority's, as true or false. */
  readonly isAuthority?: string
  /** A name that people gave it. */
  readonly name?: string
  /** Words of older answers, and the words that the documentation has for them now. */
  readonly olderStatuses?: Readonly<Record<string, string>>
  /** The statuses with which an answer may have neither a PEM nor a date. */
  readonly undated: readonly string[]
}

/** Both stores of Authenticated Origin Pulls. */
export const originPullsForm = {
  pem: 'certificate',
  status: 'status',
  undated: ['deleted'],
} as const satisfies AnswerForm

/** https://developers.cloudflare.com/api/resources/custom_certificates/ */
export const customCertificateForm = {
  pem: undefined,
  status: 'status',
  hosts: 'hosts',
  undated: ['deleted', 'initializing', 'pending'],
} as const satisfies AnswerForm

/** https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/ */
export const customTrustStoreForm = {
  pem: 'certificate',
  status: 'status',
  undated: ['deleted', 'initializing', 'pending_deployment'],
} as const satisfies AnswerForm

/** https://developers.cloudflare.com/api/resources/mtls_certificates/ */
export const mtlsCertificateForm = {
  pem: 'certificates',
  status: undefined,
  isAuthority: 'ca',
  name: 'name',
  undated: [],
} as const satisfies AnswerForm

/** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/certificates/ */
export const accessCertificateForm = {
  pem: undefined,
  status: undefined,
  hosts: 'associated_hostnames',
  name: 'name',
  undated: [],
} as const satisfies AnswerForm

/** https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/subresources/certificates/ */
export const gatewayCertificateForm = {
  pem: 'certificate',
  status: 'binding_status',
  inUse: 'in_use',
  olderStatuses: { active: 'available' },
  undated: ['pending_deployment'],
} as const satisfies AnswerForm
