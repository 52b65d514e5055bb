import { uncoveredHosts } from '../../../src/inventory/covered-hosts.ts'

/** A certificate that somebody uploads. Times are hours from the beginning. */
export interface Upload {
  readonly hosts: readonly string[]
  readonly family: 'RSA' | 'ECDSA'
  readonly uploadedAt: number
  /** So long it is being deployed. */
  readonly pendingFor: number
  readonly end: number
  /** So long before its end Cloudflare takes it away where another one covers it: up to 24. */
  readonly takenBefore: number
  /** So long after its end Cloudflare takes it away where none does. */
  readonly takenAfter: number
  /** When somebody deletes it on purpose. */
  readonly deletedAt: number | undefined
}

export interface StoredUpload extends Upload {
  readonly id: string
  isThere: boolean
  /** Since when it is no longer there. */
  leftAt: number | undefined
  wasDeleted: boolean
}

/** Cloudflare's store of uploaded certificates, as its documentation describes it, hour by hour. */
export interface UploadedStore {
  readonly all: readonly StoredUpload[]
  pass(hour: number): void
  statusAt(certificate: StoredUpload, hour: number): 'pending' | 'active' | 'expired' | undefined
}

export function uploadedStore(uploads: readonly Upload[]): UploadedStore {
  const all = uploads.map((upload, index): StoredUpload => {
    return { ...upload, id: String(index), isThere: false, leftAt: undefined, wasDeleted: false }
  })

  const statusAt: UploadedStore['statusAt'] = ({ isThere, uploadedAt, pendingFor, end }, hour) => {
    if (!isThere) return undefined
    if (hour >= end) return 'expired'
    return hour < uploadedAt + pendingFor ? 'pending' : 'active'
  }

  const take = (certificate: StoredUpload, hour: number) => {
    certificate.isThere = false
    certificate.leftAt = hour
  }

  function takeReplaced(one: StoredUpload, hour: number): void {
    const hasReplacement = all.some(
      (other) =>
        other.end > one.end &&
        other.family === one.family &&
        statusAt(other, hour) === 'active' &&
        uncoveredHosts(one.hosts, [other.hosts]).length < one.hosts.length,
    )
    if (hasReplacement && hour >= one.end - one.takenBefore) take(one, hour)
  }

  /** With it goes its twin: the whole pack of a pair ends with the first of the two. */
  function takeEnded(one: StoredUpload, hour: number): void {
    if (hour < one.end + one.takenAfter) return
    const twins = all.filter(
      ({ isThere, hosts, family }) => isThere && family !== one.family && hosts.join() === one.hosts.join(),
    )
    for (const each of [one, ...twins]) take(each, hour)
  }

  return {
    all,
    statusAt,
    pass(hour) {
      for (const one of all) {
        if (hour === one.uploadedAt) one.isThere = true
        if (one.isThere && hour === one.deletedAt) {
          take(one, hour)
          one.wasDeleted = true
        }
        if (one.isThere) takeReplaced(one, hour)
        if (one.isThere) takeEnded(one, hour)
      }
    },
  }
}
