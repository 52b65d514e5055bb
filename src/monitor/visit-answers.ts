import type { AssociationAnswer } from '../cloudflare/association-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { CertificateQuestion, HostnameQuestion, StoreQuestion } from '../cloudflare/client.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { PlaceReader } from './visit.ts'

/** The answers of one visit. If all of them are the same at the next one, that has found nothing new. */
export interface Answered {
  readonly associations: readonly HostnameQuestion[]
  readonly lists: readonly StoreQuestion[]
  /** The credential that the zone's switch was asked for with. Undefined if nobody asked for it. */
  readonly zoneSwitch: { readonly zoneId: string; readonly credentials: string } | undefined
  /** The digest of each answer, by the question in words. */
  readonly digests: ReadonlyMap<string, string>
}

type Answer = ApiAnswer<unknown>

/** Asks the questions of one visit, and notes the answers. */
export class VisitAnswers implements PlaceReader {
  readonly #source: PlaceReader
  readonly #associations: HostnameQuestion[] = []
  readonly #lists: StoreQuestion[] = []
  #zoneSwitch: Answered['zoneSwitch']
  readonly #digests = new Map<string, string>()
  /** Something failed, or was asked for that is not noted here. */
  #isMore = false
  readonly #associationsAtHand = new Map<HostnameQuestion, Promise<ApiAnswer<AssociationAnswer>>>()
  readonly #listsAtHand = new Map<StoreQuestion, Promise<ApiAnswer<CertificateList>>>()
  #switchAtHand: Promise<ApiAnswer<boolean>> | undefined

  constructor(source: PlaceReader) {
    this.#source = source
  }

  /** Undefined if the same questions may lead to something else the next time. */
  get answered(): Answered | undefined {
    const answered = {
      associations: this.#associations,
      lists: this.#lists,
      zoneSwitch: this.#zoneSwitch,
      digests: this.#digests,
    }
    return this.#isMore ? undefined : answered
  }

  /**
   * Asks what an earlier visit asked. The answers are at hand for whoever asks for them then.
   * @returns whether all answers are the same
   * @throws the signal's reason, once that is aborted
   */
  async areSame(before: Answered, signal: AbortSignal): Promise<boolean> {
    for (const each of before.associations) this.#associationsAtHand.set(each, this.#source.association(each, signal))
    const associations = await all(this.#associationsAtHand, (each) => `hostname ${each.hostname}`)
    for (const each of before.lists) this.#listsAtHand.set(each, this.#source.certificates(each, signal))
    const lists = await all(this.#listsAtHand, ({ kind }) => `list ${kind}`)
    const { zoneSwitch } = before
    if (zoneSwitch)
      this.#switchAtHand = this.#source.zoneStoreEnabled(zoneSwitch.zoneId, zoneSwitch.credentials, signal)
    const ofSwitch: [string, Answer][] = this.#switchAtHand ? [['switch', await this.#switchAtHand]] : []
    return [...associations, ...lists, ...ofSwitch].every(
      ([question, answer]) =>
        answer.ok && answer.digest !== undefined && answer.digest === before.digests.get(question),
    )
  }

  async association(question: HostnameQuestion, signal: AbortSignal): Promise<ApiAnswer<AssociationAnswer>> {
    const atHand = this.#associationsAtHand.get(question)
    this.#associationsAtHand.delete(question)
    this.#associations.push(question)
    return this.#noted(`hostname ${question.hostname}`, await (atHand ?? this.#source.association(question, signal)))
  }

  async certificates(question: StoreQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateList>> {
    const atHand = this.#listsAtHand.get(question)
    this.#listsAtHand.delete(question)
    this.#lists.push(question)
    return this.#noted(`list ${question.kind}`, await (atHand ?? this.#source.certificates(question, signal)))
  }

  async zoneStoreEnabled(zoneId: string, credentials: string, signal: AbortSignal): Promise<ApiAnswer<boolean>> {
    const atHand = this.#switchAtHand
    this.#switchAtHand = undefined
    this.#zoneSwitch = { zoneId, credentials }
    return this.#noted('switch', await (atHand ?? this.#source.zoneStoreEnabled(zoneId, credentials, signal)))
  }

  certificate: PlaceReader['certificate'] = (question: CertificateQuestion, signal) => {
    this.#isMore = true
    return this.#source.certificate(question, signal)
  }

  hasAssociations: PlaceReader['hasAssociations'] = (...question) => {
    this.#isMore = true
    return this.#source.hasAssociations(...question)
  }

  issuedPacks: PlaceReader['issuedPacks'] = (...question) => {
    this.#isMore = true
    return this.#source.issuedPacks(...question)
  }

  #noted<T>(question: string, answer: ApiAnswer<T>): ApiAnswer<T> {
    if (answer.ok && answer.digest !== undefined && !this.#digests.has(question))
      this.#digests.set(question, answer.digest)
    else this.#isMore = true
    return answer
  }
}

async function all<Q>(
  asked: ReadonlyMap<Q, Promise<Answer>>,
  words: (question: Q) => string,
): Promise<readonly (readonly [string, Answer])[]> {
  return Promise.all([...asked].map(async ([question, answer]) => [words(question), await answer] as const))
}
