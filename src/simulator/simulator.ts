import { type Credentials, defaultCredentials } from './api/credentials.ts'
import { createRateLimiter, defaultRateLimit, type RateLimit } from './api/rate-limit.ts'
import { createRequestLog, type RecordedRequest } from './api/requests.ts'
import { basePath } from './api/routes.ts'
import { type ActiveFault, createFaultBook } from './faults/book.ts'
import type { Fault } from './faults/kinds.ts'
import { listen } from './listener.ts'
import { serve } from './serve.ts'
import type { AssociationChange } from './store/association-book.ts'
import type { CertificateKey, Fleet, SimulatedCertificate, Zone } from './store/model.ts'
import { createStore } from './store/store.ts'

export interface SimulatorOptions {
  readonly fleet: Fleet
  /** Now, for the rate limit, what a list has already, the `Date` header and the recorded requests. */
  readonly clock: () => Date
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free one. */
  readonly port?: number
  /** Default `defaultCredentials`. */
  readonly credentials?: Credentials
  /** Others that are let in as well, each with what it can see. */
  readonly moreCredentials?: readonly Credentials[]
  /** Default: what Cloudflare documents, 1,200 in five minutes. */
  readonly rateLimit?: RateLimit
  /** From 0 to below 1, for faults with a probability. */
  readonly random?: () => number
}

/** Cloudflare's API over HTTP. */
export interface Simulator {
  /** `http://127.0.0.1:PORT/client/v4` */
  readonly baseUrl: string
  /** `http://127.0.0.1:PORT/simulator`: for people with curl. */
  readonly controlUrl: string
  readonly credentials: Credentials
  /** The last 10,000, oldest first; without those to the control endpoint. */
  readonly requests: readonly RecordedRequest[]
  /** The next request from now on whose path contains this text. */
  nextRequest(path?: string): Promise<RecordedRequest>
  /** Throws where a parameter is wrong. */
  fault(fault: Fault): ActiveFault
  clearFaults(): void
  upsert(certificate: SimulatedCertificate): void
  /** `tombstone`: stays readable as `deleted`. `vanish`: a 404 from now on. */
  remove(key: CertificateKey, how: 'tombstone' | 'vanish'): void
  /** Adds an association or changes that of the hostname: what a rotation does after its upload. Throws where there is no such certificate. */
  associate(change: AssociationChange): void
  /** `void`: `enabled` is null from now on. `forget`: a 404 from now on. */
  disassociate(zoneId: string, hostname: string, how: 'void' | 'forget'): void
  /** The setting of a zone under which certificates of its zone store are used. */
  switchZoneStore(zoneId: string, enabled: boolean): void
  /** Adds a zone, or replaces the one with the same id. */
  addZone(zone: Zone): void
  /** With everything in it. */
  removeZone(zoneId: string): void
  /** Ends everything at once, requests in flight included. */
  close(): Promise<void>
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { fleet, clock, host = '127.0.0.1', port = 0, random = Math.random } = options
  const { credentials = defaultCredentials, moreCredentials = [], rateLimit = defaultRateLimit } = options
  const [book, store, log] = [createFaultBook(random), createStore(fleet, clock), createRequestLog(10_000)]
  const allow = createRateLimiter(rateLimit)
  const cloudflare = { clock, credentials: [credentials, ...moreCredentials], book, store, log, allow }
  const listener = await listen(host, port, (request, response) => serve(request, response, cloudflare))
  return {
    baseUrl: `${listener.origin}${basePath}`,
    controlUrl: `${listener.origin}/simulator`,
    credentials,
    requests: log.recorded,
    nextRequest: (path = '') => log.next(path),
    fault: book.add,
    clearFaults: book.clear,
    upsert: store.upsert,
    remove: store.remove,
    associate: store.associate,
    disassociate: store.disassociate,
    switchZoneStore: store.switchZoneStore,
    addZone: store.addZone,
    removeZone: store.removeZone,
    close: listener.close,
  }
}
