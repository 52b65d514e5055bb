import { randomBytes } from 'node:crypto'
import { type Credentials, defaultCredentials } from './api/credentials.ts'
import { createRateLimiter, defaultRateLimit, type RateLimit } from './api/rate-limit.ts'
import { createRequestLog, type RecordedRequest } from './api/requests.ts'
import { basePath } from './api/route.ts'
import { type ActiveFault, createFaultBook } from './faults/fault-book.ts'
import type { Fault } from './faults/kinds.ts'
import { listen } from './listener.ts'
import { serve } from './serve.ts'
import type { AssociationChange } from './store/association-book.ts'
import type { CertificateKey, Fleet, SimulatedCertificate, Zone } from './store/model.ts'
import type { ResourceShelf } from './store/resource-shelf.ts'
import { createStore } from './store/store.ts'

export interface SimulatorOptions {
  readonly fleet: Fleet
  /** The clock for the rate limit, for late list entries, for the `Date` header and for recorded requests. */
  readonly clock: () => Date
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0, any free port. */
  readonly port?: number
  /** Default `defaultCredentials`. */
  readonly credentials?: Credentials
  /** Further accepted credentials, each with the zones it can see. */
  readonly moreCredentials?: readonly Credentials[]
  /** Default: the documented limit of Cloudflare, 1,200 in five minutes. */
  readonly rateLimit?: RateLimit
  /** Returns numbers from 0 to below 1, for faults with a probability. */
  readonly random?: () => number
}

/** Cloudflare's API over HTTP. */
export interface Simulator {
  /** `http://127.0.0.1:PORT/client/v4` */
  readonly baseUrl: string
  /** `http://127.0.0.1:PORT/simulator`, for people with curl. */
  readonly controlUrl: string
  readonly credentials: Credentials
  /** The last 10,000 requests, oldest first, without those to the control endpoint. */
  readonly requests: readonly RecordedRequest[]
  /** Resolves with the next request whose path contains this text. */
  nextRequest(path?: string): Promise<RecordedRequest>
  /** Throws if a parameter is wrong. */
  fault(fault: Fault): ActiveFault
  clearFaults(): void
  upsert(certificate: SimulatedCertificate): void
  /** `tombstone`: stays readable as `deleted`. `vanish`: answered with 404 from now on. */
  remove(key: CertificateKey, how: 'tombstone' | 'vanish'): void
  /** Adds or changes the association of a hostname, as a rotation does after the upload. Throws if there is no such certificate. */
  associate(change: AssociationChange): void
  /** `void`: `enabled` is null from now on. `forget`: answered with 404 from now on. */
  disassociate(zoneId: string, hostname: string, how: 'void' | 'forget'): void
  /** Sets whether a zone uses the certificates of its zone store. */
  switchZoneStore(zoneId: string, enabled: boolean): void
  /** Adds a zone, or replaces the one with the same id. */
  addZone(zone: Zone): void
  /** Removes a zone with everything in it. */
  removeZone(zoneId: string): void
  /** The other API resources that are certificates, and how their endpoints behave. */
  readonly resources: ResourceShelf
  /** Ends everything at once, with requests in flight. */
  close(): Promise<void>
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { fleet, clock, host = '127.0.0.1', port = 0, random = Math.random } = options
  const { credentials = defaultCredentials, moreCredentials = [], rateLimit = defaultRateLimit } = options
  const [book, store, log] = [createFaultBook(random), createStore(fleet, clock), createRequestLog(10_000)]
  const allow = createRateLimiter(rateLimit)
  const rayId = () => randomBytes(8).toString('hex')
  const cloudflare = { clock, credentials: [credentials, ...moreCredentials], book, store, log, allow, rayId }
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
    resources: store.resources,
    close: listener.close,
  }
}
