import { type CertificateAnswer, readCertificate } from './certificate-answer.ts'
import { type CertificateList, readCertificateList } from './certificate-list.ts'
import { certificateEndpoint, certificateListEndpoint, type Store } from './endpoints.ts'
import type { ApiAnswer } from './failure.ts'
import { type ClientOptions, Requester } from './requester.ts'

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

  certificates({ kind, zoneId, credentials }: StoreQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateList>> {
    const endpoint = certificateListEndpoint[kind]
    return this.#requester.ask({ endpoint, values: { zone_id: zoneId }, credentials }, signal, readCertificateList)
  }
}
