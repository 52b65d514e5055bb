import type { Answer } from './api/answer.ts'
import type { Credentials } from './api/credentials.ts'
import { createRateLimiter, type RateLimit } from './api/rate-limit.ts'
import { rightAnswer, type WholeRequest } from './api/right-answer.ts'
import type { Fleet } from './store/model.ts'
import { createStore, type Store } from './store/store.ts'

export interface InMemoryOptions {
  readonly fleet: Fleet
  readonly clock: () => Date
  /** All accepted credentials. The list may be changed at any time. */
  readonly credentials: readonly Credentials[]
  readonly rateLimit: RateLimit
}

/** The same API without sockets, timers and faults: who asks plays those. */
export interface CloudflareInMemory {
  readonly store: Store
  /** The right answer, at once. */
  answer(request: WholeRequest): Answer
}

export function cloudflareInMemory({ fleet, clock, credentials, rateLimit }: InMemoryOptions): CloudflareInMemory {
  const rayId = () => '0'.repeat(16)
  const api = { credentials, store: createStore(fleet, clock), allow: createRateLimiter(rateLimit), rayId }
  return { store: api.store, answer: (request) => rightAnswer(request, api, clock()) }
}

/** The body of an answer as it would be sent. */
export function bodyOf({ content }: Answer): string {
  return Buffer.isBuffer(content) ? content.toString() : JSON.stringify(content)
}
