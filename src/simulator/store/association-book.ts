import { apiUploadInstant } from '../api/records.ts'
import type { Association } from './model.ts'

/** The body of a PUT to the real API. */
export interface AssociationChange {
  readonly zoneId: string
  readonly hostname: string
  readonly certificateId: string
  readonly enabled: boolean
}

export interface StoredAssociation extends Association {
  /** RFC 3339 in UTC, with microseconds. */
  readonly createdAt: string | undefined
  readonly updatedAt: string | undefined
}

/** Which hostname uses which certificate now. */
export interface AssociationBook {
  association(zoneId: string, hostname: string): StoredAssociation | undefined
  /** Adds or changes the association of a hostname, as a rotation does after the upload. */
  associate(change: AssociationChange): void
  /** `void`: `enabled` is null from now on, as at Cloudflare for a while. `forget`: the association is removed without a trace. */
  disassociate(zoneId: string, hostname: string, how: 'void' | 'forget'): void
  forgetZone(zoneId: string): void
}

export function createAssociationBook(from: readonly StoredAssociation[], clock: () => Date): AssociationBook {
  const book = new Map<string, StoredAssociation>()
  const keyOf = (zoneId: string, hostname: string) => `${zoneId}/${hostname.toLowerCase()}`
  const put = (each: StoredAssociation) => book.set(keyOf(each.zoneId, each.hostname), each)

  for (const each of from) put(each)

  return {
    association: (zoneId, hostname) => book.get(keyOf(zoneId, hostname)),
    associate(change) {
      const updatedAt = apiUploadInstant(clock())
      const before = book.get(keyOf(change.zoneId, change.hostname))
      const createdAt = before === undefined ? updatedAt : before.createdAt
      put({ ...change, hostname: change.hostname.toLowerCase(), createdAt, updatedAt })
    },
    disassociate(zoneId, hostname, how) {
      const present = book.get(keyOf(zoneId, hostname))
      if (present === undefined) throw new Error(`the simulator has no association of ${hostname} to end`)
      if (how === 'forget') book.delete(keyOf(zoneId, hostname))
      else put({ ...present, enabled: null, updatedAt: apiUploadInstant(clock()) })
    },
    forgetZone(zoneId) {
      for (const [key, each] of book) if (each.zoneId === zoneId) book.delete(key)
    },
  }
}
