import { type CertificateAnswer, readCertificate } from './certificate-answer.ts'
import { type CertificateList, readCertificateList } from './certificate-list.ts'
import { certificateEndpoint, certificateListEndpoint, type Store, tokenEndpoint } from './endpoints.ts'
import type { ApiAnswer } from './failure.ts'
import { type ClientOptions, Requester } from './requester.ts'
import { readToken, type TokenAnswer } from './token-answer.ts'

/** One of a zone's two stores, and the name of the credential to ask with. */
export interface StoreQuestion {
  readonly kind: Store
  readonly zoneId: string
  readonly credentials: string
}

export interface CertificateQuestion extends StoreQuestion {
  readonly certificateId: string
}

/**
 * What we ask of Cloudflare's API. Every method answers with a value, and throws only the signal's reason.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/
 */
export class CloudflareClient {
  readonly #requester: Requester

  constructor(options: ClientOptions) {
    this.#requester = new Requester(options)
  }

  certificate(question: CertificateQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateAnswer>> {
    const { kind, zoneId, certificateId, credentials } = question
    const values = { zone_id: zoneId, certificate_id: certificateId }
    return this.#requester.ask({ endpoint: certificateEndpoint[kind], values, credentials }, signal, ({ result }) =>
      readCertificate(result, certificateId),
    )
  }

  /**
   * Asks what a token is worth. A token of an account is known to that account's endpoint only.
   * @param accountId undefined: the token is a user's
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

  certificates({ kind, zoneId, credentials }: StoreQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateList>> {
    const endpoint = certificateListEndpoint[kind]
    return this.#requester.ask({ endpoint, values: { zone_id: zoneId }, credentials }, signal, readCertificateList)
  }
}
