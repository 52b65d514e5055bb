import { type CertificateKind, endpointsOf, idNames, type KindEndpoint, kinds } from '../kinds/kinds.ts'
import { type AssociationAnswer, readAssociation } from './association-answer.ts'
import { type CertificateAnswer, readCertificate } from './certificate-answer.ts'
import { type CertificateList, readCertificateList } from './certificate-list.ts'
import { type IssuedPack, readIssuedPacks } from './certificate-packs.ts'
import {
  associationEndpoint,
  packsEndpoint,
  tokenEndpoint,
  zoneEndpoint,
  zoneSettingsEndpoint,
  zonesEndpoint,
} from './endpoints.ts'
import type { Payload } from './envelope.ts'
import type { ApiAnswer } from './failure.ts'
import { listPages } from './list-pages.ts'
import { type ClientOptions, Requester } from './requester.ts'
import { readToken, type TokenAnswer } from './token-answer.ts'
import { type ListedZone, largestZonePage, readZoneAlone, readZonePage, type ZonePage } from './zone-page.ts'
import { readZoneSettings } from './zone-settings.ts'

/** Names all certificates of a kind in a zone or an account, and the credential to ask with. */
export interface StoreQuestion {
  readonly kind: CertificateKind
  /** The id of the zone or the account, by the kind's scope. */
  readonly scopeId: string
  readonly credentials: string
}

export interface HostnameQuestion {
  readonly zoneId: string
  readonly hostname: string
  readonly credentials: string
}

export interface CertificateQuestion extends StoreQuestion {
  readonly certificateId: string
}

/**
 * Asks Cloudflare's API. Every method returns a value and throws only the signal's reason.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/
 */
export class CloudflareClient {
  readonly #requester: Requester

  constructor(options: ClientOptions) {
    this.#requester = new Requester(options)
  }

  certificate(question: CertificateQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateAnswer>> {
    const { kind, scopeId, certificateId, credentials } = question
    const values = { [idNames[kinds[kind].scope]]: scopeId, certificate_id: certificateId }
    const { form, notEntitledCodes } = kinds[kind]
    const asked = { endpoint: endpointsOf(kind).byId, values, notEntitledCodes, credentials }
    return this.#requester.ask(asked, signal, ({ result }) => readCertificate(result, certificateId, form))
  }

  /**
   * Asks Cloudflare whether a token is valid. Only an account's own endpoint knows the account's tokens.
   * @param accountId undefined if the token belongs to a user
   */
  verifyToken(
    credentials: string,
    accountId: string | undefined,
    signal: AbortSignal,
  ): Promise<ApiAnswer<TokenAnswer>> {
    const endpoint = accountId === undefined ? tokenEndpoint.user : tokenEndpoint.account
    const values = accountId === undefined ? {} : { account_id: accountId }
    return this.#requester.ask({ endpoint, values, credentials }, signal, ({ result }) => readToken(result))
  }

  /** Lists all certificates of a kind, page by page if the list has pages. */
  async certificates(question: StoreQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateList>> {
    const { kind, scopeId, credentials } = question
    const { scope, list, form, notEntitledCodes } = kinds[kind]
    const values = { [idNames[scope]]: scopeId }
    const asked = { endpoint: endpointsOf(kind).list, values, notEntitledCodes, credentials }
    const query = list.query ?? {}
    const read = (payload: Payload) => readCertificateList(payload, form)
    if (list.pageSize === undefined) return this.#requester.ask({ ...asked, query, about: question }, signal, read)
    const sized = { ...query, per_page: String(list.pageSize) }
    const whole = await listPages((page) =>
      this.#requester.ask({ ...asked, query: { ...sized, page: String(page) } }, signal, asIs),
    )
    if (!whole.ok) return whole
    const reading = read(whole.value)
    return reading.ok ? reading : { ok: false, failure: { reason: 'bad_response', detail: reading.detail } }
  }

  /**
   * Asks whether services of Cloudflare are associated with a certificate.
   * @param endpoint of the certificate's kind
   */
  hasAssociations(
    endpoint: KindEndpoint,
    { kind, scopeId, certificateId, credentials }: CertificateQuestion,
    signal: AbortSignal,
  ): Promise<ApiAnswer<boolean>> {
    const values = { [idNames[kinds[kind].scope]]: scopeId, certificate_id: certificateId }
    return this.#requester.ask({ endpoint, values, credentials }, signal, ({ result }) => {
      const items: unknown = result ?? []
      return Array.isArray(items)
        ? { ok: true, value: items.length > 0 }
        : { ok: false, detail: 'the result is not a list' }
    })
  }

  /** Asks which certificate a hostname uses. Without an association Cloudflare answers `not_found` with the code 1553. */
  association(question: HostnameQuestion, signal: AbortSignal): Promise<ApiAnswer<AssociationAnswer>> {
    const { zoneId, hostname, credentials } = question
    const values = { zone_id: zoneId, hostname }
    return this.#requester.ask(
      { endpoint: associationEndpoint, values, credentials, about: question },
      signal,
      ({ result }) => readAssociation(result, hostname),
    )
  }

  /** Asks what Cloudflare issued for a zone by itself and presents now. */
  async issuedPacks(
    zoneId: string,
    credentials: string,
    signal: AbortSignal,
  ): Promise<ApiAnswer<readonly IssuedPack[]>> {
    const asked = { values: { zone_id: zoneId }, credentials }
    const whole = await listPages((page) => {
      const query = { status: 'all', per_page: '50', page: String(page) }
      return this.#requester.ask({ endpoint: packsEndpoint, ...asked, query }, signal, asIs)
    })
    if (!whole.ok) return whole
    const reading = readIssuedPacks(whole.value)
    return reading.ok ? reading : { ok: false, failure: { reason: 'bad_response', detail: reading.detail } }
  }

  /** Asks whether a zone's own store is on. */
  zoneStoreEnabled(zoneId: string, credentials: string, signal: AbortSignal): Promise<ApiAnswer<boolean>> {
    const values = { zone_id: zoneId }
    return this.#requester.ask({ endpoint: zoneSettingsEndpoint, values, credentials }, signal, ({ result }) =>
      readZoneSettings(result),
    )
  }

  /** Asks for one zone that the credential may see. */
  zone(zoneId: string, credentials: string, signal: AbortSignal): Promise<ApiAnswer<ListedZone>> {
    const values = { zone_id: zoneId }
    return this.#requester.ask({ endpoint: zoneEndpoint, values, credentials }, signal, ({ result }) =>
      readZoneAlone(result, zoneId),
    )
  }

  /** @param page the number of the page, from 1 */
  zones(page: number, credentials: string, signal: AbortSignal): Promise<ApiAnswer<ZonePage>> {
    const query = { page: String(page), per_page: String(largestZonePage), order: 'name' }
    return this.#requester.ask({ endpoint: zonesEndpoint, values: {}, query, credentials }, signal, readZonePage)
  }
}

/** A page is read with the others, once all of them are there. */
function asIs(payload: Payload): { readonly ok: true; readonly value: Payload } {
  return { ok: true, value: payload }
}
