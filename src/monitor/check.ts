import type { CertificateEntry, CertificateRecord } from '../certificate/model.ts'
import { parseAuthorities, parsePem } from '../certificate/parse.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import { type ApiAnswer, apiFailureReasons, oneLine } from '../cloudflare/failure.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import { placeOf } from '../inventory/places.ts'
import { keyOf, type PlaceIdentity } from '../inventory/snapshot.ts'
import { associationsEndpointOf, type CertificateKind, isPresentedFor, kinds } from '../kinds/kinds.ts'
import { presentedIn } from '../trust/presented.ts'
import type { Confirmations } from './confirmations.ts'
import type { ParsedPems, PemReader } from './parsed-pems.ts'

/** The thing that an error of the program itself was about: a certificate, or a place as a whole. */
export type FaultyThing = PlaceIdentity & { readonly name: string } & Partial<
    Pick<CertificateEntry, 'kind' | 'certificateId'>
  >

export interface CheckTools {
  readonly source: Pick<CloudflareClient, 'certificate' | 'certificates' | 'hasAssociations'>
  readonly pems: ParsedPems
  /** The lists that this visit has already read, by store. */
  readonly lists: ReadonlyMap<CertificateKind, ApiAnswer<CertificateList>>
  /** The certificates of the hostname store that came with the answers about hostnames, by id. */
  readonly embedded: ReadonlyMap<string, CertificateAnswer>
  /** The certificates that this visit has already asked for by their ids. */
  readonly confirmations: Pick<Confirmations, 'answerAbout'>
  readonly internalError: (error: unknown, about: FaultyThing) => void
  readonly signal: AbortSignal
}

/**
 * Checks certificates of one place. It uses the answers at hand first. If several certificates of one store have no answer yet, it
 * reads one list. What is missing from the list is asked for by its id, because a fresh upload can be missing for a minute.
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
    for (const entry of ofKind) {
      const outcome = await check(entry, lists.get(kind), tools)
      outcomes.set(keyOf(entry), await withAssociations(entry, outcome, tools))
    }
  }
  return outcomes
}

/** The services that use a certificate stand in no answer about itself. That there are none proves nothing. */
async function withAssociations(
  entry: CertificateEntry,
  outcome: CheckOutcome,
  { source, signal }: CheckTools,
): Promise<CheckOutcome> {
  const endpoint = associationsEndpointOf(entry.kind)
  if (endpoint === undefined || outcome.kind === 'failed') return outcome
  const answer = await source.hasAssociations(endpoint, entry, signal)
  return answer.ok && answer.value ? { ...outcome, record: { ...outcome.record, inUse: true } } : outcome
}

async function check(
  entry: CertificateEntry,
  list: ApiAnswer<CertificateList> | undefined,
  tools: CheckTools,
): Promise<CheckOutcome> {
  try {
    const atHand = answerAtHand(entry, list, tools)
    if (atHand) return await outcomeOf(entry, atHand, tools.pems)
    if (list?.ok === false && !apiFailureReasons[list.failure.reason].byIdMayWork)
      return { kind: 'failed', failure: list.failure }
    const byId = await checkById(entry, tools)
    const fromHostname = isPresentedFor(entry.kind, 'hostnames') ? tools.embedded.get(entry.certificateId) : undefined
    // The answer about a hostname can have a fresh certificate before the answer by id does.
    return byId.kind === 'failed' && fromHostname ? await outcomeOf(entry, fromHostname, tools.pems) : byId
  } catch (error) {
    tools.signal.throwIfAborted()
    const { kind, certificateId, name } = entry
    tools.internalError(error, { ...placeOf(entry), kind, certificateId, name })
    return { kind: 'failed', failure: { reason: 'internal', detail: oneLine(String(error)) } }
  }
}

/** The answer about a certificate that is there without asking: from a list, or with its PEM from a hostname that uses it. */
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

/** The outcome of a check: Cloudflare's answer about a certificate, with its PEM parsed. */
async function outcomeOf(
  entry: CertificateEntry,
  { pem, id: _, ...record }: CertificateAnswer,
  pems: ParsedPems,
): Promise<CheckOutcome> {
  if (pem === undefined) return { kind: 'succeeded', record, facts: undefined }
  const parsed = await pems.parse(keyOf(entry), pem, readerOf(entry.kind, record))
  return parsed.ok
    ? { kind: 'succeeded', record, facts: parsed.facts, ...(entry.trustedBy && { presented: presentedIn(pem) }) }
    : { kind: 'half_succeeded', record, failure: { reason: 'bad_certificate', detail: parsed.detail } }
}

/** An authority's PEM may be a bundle, of which every certificate counts. */
function readerOf(kind: CertificateKind, { isAuthority, serialNumber }: CertificateRecord): PemReader {
  const role = kinds[kind].pem
  const isOfAuthority = role === 'authority' || (role === 'as_answered' && isAuthority === true)
  if (!isOfAuthority) return { name: 'client', parse: parsePem }
  return { name: `authority ${serialNumber}`, parse: (pem) => parseAuthorities(pem, serialNumber) }
}
