import type { CertificateEntry } from '../certificate/model.ts'
import type { ApiFailureReason } from '../cloudflare/failure.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import { keyOf } from '../inventory/snapshot.ts'
import { type CheckTools, checkById, internalFailure, outcomeOf } from './check.ts'
import type { Outcomes } from './publisher.ts'

/** The certificates of one zone's store that are asked for with one credential. */
export type StoreEntries = readonly [CertificateEntry, ...CertificateEntry[]]

/**
 * Asks for the certificates of one store: a single one by its id, several by one list. A certificate that is missing from the list
 * is then asked for by its id, because a fresh upload can be missing for a minute.
 * @param onInternalError is told of an exception that should not have been possible
 * @throws the signal's reason, once that is aborted, and nothing else
 */
export async function checkStore(
  entries: StoreEntries,
  tools: CheckTools,
  signal: AbortSignal,
  onInternalError: (error: unknown, entry: CertificateEntry) => void,
): Promise<Outcomes> {
  const outcomes = new Map<string, CheckOutcome>()
  const guarded = async (entry: CertificateEntry, check: () => CheckOutcome | Promise<CheckOutcome>) => {
    try {
      outcomes.set(keyOf(entry), await check())
    } catch (error) {
      signal.throwIfAborted()
      onInternalError(error, entry)
      outcomes.set(keyOf(entry), internalFailure(error))
    }
  }
  const [first, ...others] = entries
  const list = others.length > 0 ? await tools.source.certificates(first, signal) : undefined
  for (const entry of entries) {
    const listed = list?.ok ? list.value.certificates.get(entry.certificateId) : undefined
    await guarded(entry, () => {
      if (listed) return outcomeOf(entry, listed, tools.pems)
      if (list?.ok === false && !mayDoById(list.failure.reason)) return { kind: 'failed', failure: list.failure }
      return checkById(entry, tools, signal)
    })
  }
  return outcomes
}

/** A list that is no list says nothing of the single certificates; any other failure would only be repeated by each of them. */
function mayDoById(reason: ApiFailureReason): boolean {
  return reason === 'bad_response' || reason === 'not_found'
}
