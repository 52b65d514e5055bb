import type { StoreEntry } from '../certificate/watch-list.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import { saysCertificateAbsent } from '../inventory/absence.ts'
import { type Confirmed, type Doubt, mostConfirmations } from '../inventory/doubt.ts'
import { keyOf, type ListedCertificate, type WatchedPlace } from '../inventory/snapshot.ts'
import { listedOf } from './read-outcomes.ts'

type Source = Pick<CloudflareClient, 'certificate'>

/** Asks by id, once in a visit, for certificates that a listing no longer has. */
export class Confirmations {
  readonly #source: Source
  readonly #signal: AbortSignal
  /** By the keys of the certificates. */
  readonly #answers = new Map<string, ApiAnswer<CertificateAnswer>>()
  readonly #doubted = new Set<string>()
  #left = mostConfirmations

  constructor(source: Source, signal: AbortSignal) {
    this.#source = source
    this.#signal = signal
  }

  /**
   * Asks for the certificates that a listing lacks, up to the limit of the visit. Those that were not asked for longest come first.
   * @throws the signal's reason, once that is aborted
   */
  async confirm(
    { kind, scopeId, credentials }: StoreEntry,
    { missing }: Doubt,
    place: WatchedPlace | undefined,
  ): Promise<Confirmed<ListedCertificate>> {
    const gone = new Set<string>()
    const found: ListedCertificate[] = []
    const keyed = missing.map((certificateId) => ({ certificateId, key: keyOf({ kind, scopeId, certificateId }) }))
    for (const { key } of keyed) this.#doubted.add(key)
    for (const { certificateId, key } of this.#take(longestAgoFirst(keyed, place))) {
      const answer = await this.#source.certificate({ kind, scopeId, certificateId, credentials }, this.#signal)
      this.#answers.set(key, answer)
      if (answer.ok ? answer.value.status === 'deleted' : saysCertificateAbsent(kind, answer.failure))
        gone.add(certificateId)
      else if (answer.ok) found.push(listedOf(answer.value))
    }
    return { gone, found }
  }

  /** The answer about a certificate, or undefined if it was not asked for. */
  answerAbout(key: string): ApiAnswer<CertificateAnswer> | undefined {
    return this.#answers.get(key)
  }

  /** Whether a certificate is doubted and only a later visit will ask for it. */
  isPutOff(key: string): boolean {
    return this.#doubted.has(key) && !this.#answers.has(key)
  }

  #take<T>(questions: readonly T[]): readonly T[] {
    const taken = questions.slice(0, this.#left)
    this.#left -= taken.length
    return taken
  }
}

/** Orders the questions by the last check, the oldest first. Certificates that are not watched come last. */
function longestAgoFirst<T extends { readonly key: string }>(
  questions: readonly T[],
  place: WatchedPlace | undefined,
): readonly T[] {
  const lastAsked = ({ key }: T) => {
    const certificate = place?.certificates.get(key)
    return certificate ? (certificate.check.lastCheck ?? 0) : Number.POSITIVE_INFINITY
  }
  return questions.toSorted((a, b) => (lastAsked(a) < lastAsked(b) ? -1 : Number(lastAsked(a) > lastAsked(b))))
}
