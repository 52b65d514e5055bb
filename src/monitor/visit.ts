import type { CertificateEntry } from '../certificate/model.ts'
import type { HostnameEntry, StoreEntry } from '../certificate/watch-list.ts'
import type { Clock } from '../clock.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { CoverFacts } from '../inventory/coverage.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ReadOutcome } from '../inventory/listing-outcome.ts'
import { nothingReadOf, type PlaceReport } from '../inventory/place-report.ts'
import { type Association, keyOf, type ListedCertificate, type WatchedPlace } from '../inventory/snapshot.ts'
import { switchCredentials } from '../inventory/zone-switch.ts'
import { type CertificateKind, kindPresentedFor, kinds } from '../kinds/kinds.ts'
import { answerAtHand, type CheckTools, checkCertificates } from './check.ts'
import { Confirmations } from './confirmations.ts'
import { isDue } from './due-stores.ts'
import type { PlaceQuestions, ZoneQuestions } from './questions.ts'
import { associationOf, doubtAbout, listingOf } from './read-outcomes.ts'
import { coverOfPack, unwatchedCover } from './unwatched-cover.ts'

export type PlaceReader = Pick<
  CloudflareClient,
  'association' | 'certificate' | 'certificates' | 'hasAssociations' | 'issuedPacks' | 'zoneStoreEnabled'
>

export interface VisitOptions {
  readonly source: PlaceReader
  readonly pems: CheckTools['pems']
  readonly inventory: Pick<Inventory, 'previewPlace'>
  readonly clock: Clock
  /** Is called with an exception that should not have been possible. */
  readonly internalError: CheckTools['internalError']
}

/**
 * Asks all questions about one place. The hostnames of a zone come first, because they say which certificates there are. The stores come next,
 * and last the certificates that no answer has brought yet.
 * @throws the signal's reason, once that is aborted
 */
export async function visitPlace(
  questions: PlaceQuestions,
  options: VisitOptions,
  signal: AbortSignal,
): Promise<PlaceReport> {
  return new Visit(questions, options, signal).run()
}

const notEntitled: ReadOutcome<readonly ListedCertificate[]> = { ok: true, value: [], isNotEntitled: true }

class Visit {
  readonly #questions: PlaceQuestions
  readonly #options: VisitOptions
  readonly #signal: AbortSignal
  readonly #associations = new Map<string, ReadOutcome<Association>>()
  readonly #listings = new Map<CertificateKind, ReadOutcome<readonly ListedCertificate[]>>()
  readonly #lists = new Map<CertificateKind, ApiAnswer<CertificateList>>()
  /** Certificates that came with the answers about hostnames, by id. */
  readonly #embedded = new Map<string, CertificateAnswer>()
  readonly #confirmations: Confirmations
  #zoneSwitch: ReadOutcome<boolean> | undefined
  #issued: readonly CoverFacts[] | undefined
  /** Cache of `#preview()`. Every new reading clears it. */
  #cachedPreview: WatchedPlace | undefined

  constructor(questions: PlaceQuestions, options: VisitOptions, signal: AbortSignal) {
    this.#questions = questions
    this.#options = options
    this.#signal = signal
    this.#confirmations = new Confirmations(options.source, signal)
  }

  async run(): Promise<PlaceReport> {
    const { stores, certificates } = this.#questions
    const ofZone = this.#questions.scope === 'zone' ? this.#questions : undefined
    if (ofZone) await Promise.all(ofZone.hostnames.map((entry) => this.#readAssociation(entry)))
    await Promise.all(stores.map((entry) => this.#list(entry)))
    if (ofZone) await this.#readSwitch(ofZone)
    if (ofZone) await this.#listFallback()
    if (ofZone) await this.#askWhatIsIssued(ofZone)
    const place = this.#preview()
    const checks = await checkCertificates(this.#entriesToCheck(place, certificates), {
      ...this.#options,
      lists: this.#lists,
      embedded: this.#embedded,
      confirmations: this.#confirmations,
      signal: this.#signal,
    })
    return { ...this.#report(), checks }
  }

  async #readAssociation(entry: HostnameEntry): Promise<void> {
    const answer = await this.#options.source.association(entry, this.#signal)
    this.#associations.set(entry.hostname, associationOf(answer))
    this.#cachedPreview = undefined
    const certificate = answer.ok ? answer.value.certificate : undefined
    if (certificate) this.#embedded.set(certificate.id, certificate)
  }

  async #list(entry: StoreEntry): Promise<void> {
    const { kind } = entry
    const answer = await this.#options.source.certificates(entry, this.#signal)
    const known = this.#listedBefore(kind)
    const doubt = doubtAbout(answer, known)
    const confirmed = doubt && (await this.#confirmations.confirm(entry, doubt, this.#preview()))
    this.#lists.set(kind, answer)
    this.#listings.set(
      kind,
      this.#isOutsidePlan(answer, known, kind) ? notEntitled : listingOf(answer, known, confirmed),
    )
    this.#cachedPreview = undefined
  }

  /** What was in a store before this visit. What the visit has read of others changes nothing about it, and a preview would cost more. */
  #listedBefore(kind: CertificateKind): readonly ListedCertificate[] {
    const { scope, scopeId } = this.#questions
    const before = this.#options.inventory.previewPlace(nothingReadOf({ scope, scopeId }), this.#options.clock.now())
    return before?.stores.get(kind)?.listed ?? []
  }

  /** Where something was known, or is named by the configuration, the refusal is a failure. */
  #isOutsidePlan(
    answer: ApiAnswer<CertificateList>,
    known: readonly ListedCertificate[],
    kind: CertificateKind,
  ): boolean {
    if (answer.ok || answer.failure.reason !== 'not_entitled' || known.length > 0) return false
    const watched = this.#preview()?.certificates.values() ?? []
    return ![...watched].some(({ entry }) => entry.kind === kind)
  }

  /** Asks whether the zone's own store is on, if that is planned or if the readings of this visit are the first that need it. */
  async #readSwitch({ scopeId, credentials, zoneSwitch }: ZoneQuestions): Promise<void> {
    const place = this.#preview()
    const isFirstNeeded =
      place?.scope === 'zone' &&
      place.zoneSwitch.reading.lastCheck === undefined &&
      switchCredentials(place) === credentials
    if (!zoneSwitch && !isFirstNeeded) return
    this.#zoneSwitch = await this.#options.source.zoneStoreEnabled(scopeId, credentials, this.#signal)
    this.#cachedPreview = undefined
  }

  /** Asks what Cloudflare issued for the zone by itself, while an uploaded certificate is missing that it may stand in for. */
  async #askWhatIsIssued({ scopeId, credentials }: ZoneQuestions): Promise<void> {
    const isMissing = [...(this.#preview()?.certificates.values() ?? [])].some(
      ({ entry, known }) => known?.vanished && kinds[entry.kind].vanishing === 'hosts',
    )
    if (!isMissing) return
    const answer = await this.#options.source.issuedPacks(scopeId, credentials, this.#signal)
    if (!answer.ok) return
    this.#issued = answer.value.map(coverOfPack)
    this.#cachedPreview = undefined
  }

  /** Lists the zone's own store if a hostname has just fallen back to it and it was never listed. */
  async #listFallback(): Promise<void> {
    const { credentials } = this.#questions
    const place = this.#preview()
    const store = place?.stores.get(kindPresentedFor.zone)
    if (!place || !store || this.#listings.has(kindPresentedFor.zone)) return
    const isNew = store.reading.lastCheck === undefined && store.entry.credentials === credentials
    if (isNew && isDue(store, place, this.#options.clock.now())) await this.#list(store.entry)
  }

  /** The planned certificates, and those that the readings of this visit have led to. Another credential's certificates are left out. */
  #entriesToCheck(place: WatchedPlace | undefined, asked: readonly CertificateEntry[]): readonly CertificateEntry[] {
    const { credentials } = this.#questions
    const wanted = new Set(asked.map(keyOf))
    const own = [...(place?.certificates.values() ?? [])].filter(({ entry }) => entry.credentials === credentials)
    return own.flatMap(({ entry, known, check }) => {
      if (known?.vanished) return []
      const key = keyOf(entry)
      const atHand = answerAtHand(entry, this.#lists.get(entry.kind), { embedded: this.#embedded })
      if (atHand || this.#confirmations.answerAbout(key)) return [entry]
      const isWanted = wanted.has(key) || check.lastCheck === undefined
      return isWanted && !this.#confirmations.isPutOff(key) ? [entry] : []
    })
  }

  /** The place as it would be if everything read so far were published. */
  #preview(): WatchedPlace | undefined {
    this.#cachedPreview ??= this.#options.inventory.previewPlace(this.#report(), this.#options.clock.now())
    return this.#cachedPreview
  }

  #report(): PlaceReport {
    const { scope, scopeId } = this.#questions
    const unwatched = unwatchedCover(this.#questions.stores, this.#lists, this.#issued ?? [])
    const found = { scopeId, listings: this.#listings, checks: new Map(), unwatched }
    if (scope === 'account') return { scope, ...found }
    return { scope, ...found, associations: this.#associations, zoneSwitch: this.#zoneSwitch }
  }
}
