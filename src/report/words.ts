import type { CertificateProblem, MismatchField } from '../certificate/model.ts'
import type { HostnameState, WatchedCertificate } from '../inventory/snapshot.ts'
import { differingFields } from '../inventory/urgency-facts.ts'
import type { DaemonPart } from '../judgement/daemon.ts'

export const problemWords: Readonly<Record<CertificateProblem, string>> = {
  not_yet_valid: 'not valid yet',
  no_client_auth: 'its extended key usage does not allow client authentication',
  is_ca: 'it is a CA certificate',
  not_a_ca: 'it is no CA certificate',
  weak_key: 'its key has less than 2048 bits',
  weak_signature: 'it is signed with SHA-1 or an older hash',
  inverted_validity: 'it ends before it begins',
}

export const fieldWords: Readonly<Record<MismatchField, string>> = {
  expires_on: 'end of validity',
  serial_number: 'serial number',
  issuer: 'issuer',
  signature: 'signature algorithm',
}

export const hostnameStateWords: Readonly<Record<HostnameState, string>> = {
  enabled: 'it has a certificate of its own',
  disabled: 'switched off: nothing is presented, even if the zone’s own store is on',
  voided: 'its association was voided: the zone store’s certificate is presented where that store is on',
  none: 'it has no association: the zone store’s certificate is presented where that store is on',
}

/** Whether Cloudflare presents a certificate, in a word. Null means that this is unknown. */
export function inUseWord(inUse: boolean | null): string {
  return inUse === null ? 'not known' : inUse ? 'yes' : 'no'
}

/** Writes `24d`, `5h`, `3d ago`, or `-` for an unknown time. Whole units, rounded towards now. */
export function leftWord(days: number | null): string {
  if (days === null) return '-'
  const length = Math.abs(days)
  const text = length >= 1 ? `${Math.floor(length)}d` : `${Math.floor(length * 24)}h`
  return days < 0 ? `${text} ago` : text
}

export const daemonPartWords: Readonly<Record<DaemonPart, string>> = {
  configuration: "the daemon's configuration",
  web_configuration: "the daemon's web configuration",
  web_certificate: "the daemon's own certificate",
  state: "the daemon's state",
  ca_files: "the daemon's CA files of trusted_by and bundles",
}

const disputed: Readonly<Record<MismatchField, string>> = {
  expires_on: 'when it ends',
  serial_number: 'its serial number',
  issuer: 'its issuer',
  signature: 'its signature algorithm',
}

/** On what Cloudflare and a certificate disagree, without a full stop. */
export function disagreement({ known }: Pick<WatchedCertificate, 'known'>): string {
  const fields = differingFields(known?.mismatches ?? {}).map((field) => disputed[field])
  const [last = '', ...others] = fields.toReversed()
  const listed = others.length > 0 ? `${others.toReversed().join(', ')} and ${last}` : last
  return `Cloudflare and the certificate disagree on ${listed}`
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const longestName = 120

/** A name from outside for a sentence: of bounded length, and with other words where there is none. */
export function nameOf(name: string | undefined, otherwise: string): string {
  if (name === undefined || name === '') return otherwise
  return name.length <= longestName ? name : `${name.slice(0, longestName).toWellFormed()}… (${name.length} characters)`
}
