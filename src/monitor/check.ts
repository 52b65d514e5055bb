import type { CertificateEntry } from '../certificate/model.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import { oneLine } from '../cloudflare/failure.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import { keyOf } from '../inventory/snapshot.ts'
import type { ParsedPems } from './parsed-pems.ts'

export type CertificateSource = Pick<CloudflareClient, 'certificate' | 'certificates'>

export interface CheckTools {
  readonly source: CertificateSource
  readonly pems: ParsedPems
}

/** Asks for one certificate by its id. */
export async function checkById(
  entry: CertificateEntry,
  { source, pems }: CheckTools,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const answer = await source.certificate(entry, signal)
  return answer.ok ? outcomeOf(entry, answer.value, pems) : { kind: 'failed', failure: answer.failure }
}

/** What Cloudflare's answer says of a certificate, once its PEM is parsed. */
export async function outcomeOf(
  entry: CertificateEntry,
  { pem, id: _, ...record }: CertificateAnswer,
  pems: ParsedPems,
): Promise<CheckOutcome> {
  if (pem === undefined) return { kind: 'succeeded', record, facts: undefined }
  const parsed = await pems.parse(keyOf(entry), pem)
  return parsed.ok
    ? { kind: 'succeeded', record, facts: parsed.facts }
    : { kind: 'half_succeeded', record, failure: { reason: 'bad_certificate', detail: parsed.detail } }
}

/** What a fault of our own makes of a check. */
export function internalFailure(error: unknown): CheckOutcome {
  return { kind: 'failed', failure: { reason: 'internal', detail: oneLine(String(error)) } }
}
