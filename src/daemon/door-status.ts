import { X509Certificate } from 'node:crypto'
import type { UnixSeconds } from '../certificate/model.ts'
import type { WebConfig } from '../config/web-config/model.ts'

/** Knows which web configuration is in force, and whether the last attempt to change it worked. */
export class DoorStatus {
  #inForce: WebConfig | undefined
  #lastReloadSuccessful: boolean | undefined
  #tlsExpiry: UnixSeconds | undefined

  /** Undefined without a web configuration. */
  get lastReloadSuccessful(): boolean | undefined {
    return this.#lastReloadSuccessful
  }

  /** When the first certificate in the server's own chain expires, or undefined without TLS. */
  get tlsExpiry(): UnixSeconds | undefined {
    return this.#tlsExpiry
  }

  /** Whether every client needs a password or a client certificate. */
  get isLocked(): boolean {
    const clientAuth = this.#inForce?.tls?.clientAuth ?? 'none'
    const needsCertificate = clientAuth === 'require' || clientAuth === 'require_and_verify'
    return needsCertificate || (this.#inForce?.users.size ?? 0) > 0
  }

  adopted(webConfig: WebConfig): void {
    this.#inForce = webConfig
    this.#lastReloadSuccessful = true
    this.#tlsExpiry = webConfig.tls && earliestEnd(webConfig.tls.cert)
  }

  refused(): void {
    this.#lastReloadSuccessful = false
  }
}

/** @param chain PEM that was parsed before */
function earliestEnd(chain: string): UnixSeconds {
  const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  return Math.min(...blocks.map((pem) => new X509Certificate(pem).validToDate.getTime() / 1000))
}
