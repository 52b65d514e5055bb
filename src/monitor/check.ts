import type { CertificateEntry } from '../certificate/model.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import { type ApiAnswer, type ApiFailureReason, oneLine } from '../cloudflare/failure.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import { keyOf } from '../inventory/snapshot.ts'
import { type CertificateKind, isPresentedFor } from '../kinds/kinds.ts'
import type { Confirmations } from './confirmations.ts'
import type { ParsedPems } from './parsed-pems.ts'

/** What a fault of our own was about: a certificate, or a zone as a whole. */
export type FaultyThing = Pick<CertificateEntry, 'zoneId' | 'name'> &
  Partial<Pick<CertificateEntry, 'kind' | 'certificateId'>>

export interface CheckTools {
  readonly source: Pick<CloudflareClient, 'certificate' | 'certificates'>
  readonly pems: ParsedPems
  /** What was listed already in this visit, by store. */
  readonly lists: ReadonlyMap<CertificateKind, ApiAnswer<CertificateList>>
  /** Certificates of the hostname store that came with other answers, by id. */
  readonly embedded: ReadonlyMap<string, CertificateAnswer>
  /** What was asked for by its id already in this visit. */
  readonly confirmations: Pick<Confirmations, 'answerAbout'>
  readonly internalError: (error: unknown, about: FaultyThing) => void
  readonly signal: AbortSignal
}

/**
 * Checks certificates of one zone: by what is at hand, by one list where several of one store are not, and by their ids what is
 * missing from the list, because a fresh upload can be missing for a minute.
 * @throws the signal's reason, once that is aborted, and nothing else
 */
export async function checkCertificates(
  entries: readonly CertificateEntry[],
  tools: CheckTools,
): Promise<ReadonlyMap<string, CheckOutcome>> {
  const outcomes = new Map<string, CheckOutcome>()
  const lists = new Map(tools.lists)
  for (const [kind, ofKind] of Map.groupBy(entries, ({ kind }) => kind)) {
    const unknown = ofKind.filter((entry) => !answerAtHand(entry, lists.get(kind), tools))
    const [first, second] = unknown
    if (first && second && !lists.has(kind)) lists.set(kind, await tools.source.certificates(first, tools.signal))
    for (const entry of ofKind) outcomes.set(keyOf(entry), await check(entry, lists.get(kind), tools))
  }
  return outcomes
}

async function check(
  entry: CertificateEntry,
  list: ApiAnswer<CertificateList> | undefined,
  tools: CheckTools,
): Promise<CheckOutcome> {
  try {
    const atHand = answerAtHand(entry, list, tools)
    if (atHand) return await outcomeOf(entry, atHand, tools.pems)
    if (list?.ok === false && !mayDoById(list.failure.reason)) return { kind: 'failed', failure: list.failure }
    const byId = await checkById(entry, tools)
    const fromHostname = isPresentedFor(entry.kind, 'hostnames') ? tools.embedded.get(entry.certificateId) : undefined
    // A fresh certificate may be known to the hostname that presents it before it is known by its id.
    return byId.kind === 'failed' && fromHostname ? await outcomeOf(entry, fromHostname, tools.pems) : byId
  } catch (error) {
    tools.signal.throwIfAborted()
    tools.internalError(error, entry)
    return { kind: 'failed', failure: { reason: 'internal', detail: oneLine(String(error)) } }
  }
}

/** What is known of a certificate without asking for it: it stands in a list, or came whole with a hostname that uses it. */
export function answerAtHand(
  { kind, certificateId }: CertificateEntry,
  list: ApiAnswer<CertificateList> | undefined,
  { embedded }: Pick<CheckTools, 'embedded'>,
): CertificateAnswer | undefined {
  const listed = list?.ok ? list.value.certificates.get(certificateId) : undefined
  const followed = isPresentedFor(kind, 'hostnames') ? embedded.get(certificateId) : undefined
  return listed ?? (followed?.pem === undefined ? undefined : followed)
}

async function checkById(
  entry: CertificateEntry,
  { source, pems, signal, confirmations }: CheckTools,
): Promise<CheckOutcome> {
  const answer = confirmations.answerAbout(keyOf(entry)) ?? (await source.certificate(entry, signal))
  return answer.ok ? outcomeOf(entry, answer.value, pems) : { kind: 'failed', failure: answer.failure }
}

/** What Cloudflare's answer says of a certificate, once its PEM is parsed. */
async function outcomeOf(
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

/** A list that is no list says nothing of the single certificates; any other failure would only be repeated by each of them. */
function mayDoById(reason: ApiFailureReason): boolean {
  return reason === 'bad_response' || reason === 'not_found'
}
