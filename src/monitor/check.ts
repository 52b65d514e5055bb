import type { CertificateEntry } from '../certificate/model.ts'
import { parsePem } from '../certificate/parse.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import { oneLine } from '../cloudflare/failure.ts'
import type { CheckOutcome } from '../inventory/merge.ts'

export type CertificateSource = Pick<CloudflareClient, 'certificate'>

/**
 * Checks one certificate: asks Cloudflare, parses what it answers.
 * @param onInternalError is told of an exception that should not have been possible
 * @throws the signal's reason, once that is aborted, and nothing else
 */
export async function checkCertificate(
  entry: CertificateEntry,
  source: CertificateSource,
  signal: AbortSignal,
  onInternalError: (error: unknown) => void,
): Promise<CheckOutcome> {
  try {
    const answer = await source.certificate(entry, signal)
    return answer.ok ? outcomeOf(answer.value) : { kind: 'failed', failure: answer.failure }
  } catch (error) {
    signal.throwIfAborted()
    onInternalError(error)
    return { kind: 'failed', failure: { reason: 'internal', detail: oneLine(String(error)) } }
  }
}

function outcomeOf({ pem, id: _, ...record }: CertificateAnswer): CheckOutcome {
  if (pem === undefined) return { kind: 'succeeded', record, facts: undefined }
  const parsed = parsePem(pem)
  return parsed.ok
    ? { kind: 'succeeded', record, facts: parsed.facts }
    : { kind: 'half_succeeded', record, failure: { reason: 'bad_certificate', detail: parsed.detail } }
}
