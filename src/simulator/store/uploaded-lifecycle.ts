import { instantOf } from '../api/records.ts'
import type { SimulatedResource } from './resource.ts'

const hourMs = 3_600_000

/** A replaced certificate is removed so long before its end. Cloudflare documents only that it happens in the last 24 hours. */
export const removedBeforeEndMs = 12 * hourMs
/** A certificate without a replacement is removed so long after its end. Cloudflare documents only that it happens afterwards. */
export const removedAfterEndMs = hourMs

interface Removal {
  readonly one: SimulatedResource
  readonly atMs: number
}

/**
 * The uploaded certificates of a zone that Cloudflare still has, in their order.
 * https://developers.cloudflare.com/ssl/edge-certificates/custom-certificates/renewing/
 */
export function stillStored(uploaded: readonly SimulatedResource[], now: Date): readonly SimulatedResource[] {
  let stored = uploaded
  for (let next = nextRemoval(stored, now); next !== undefined; next = nextRemoval(stored, now)) {
    const { one, atMs } = next
    const removed = new Set([one, ...(atMs < endMs(one) ? [] : twinsOf(one, stored))])
    stored = stored.filter((each) => !removed.has(each))
  }
  return stored
}

/** The status that the API gives now. */
export function statusOf({ record, activeFrom }: SimulatedResource, now: Date): unknown {
  if (record['status'] === 'active' && activeFrom !== undefined && now < activeFrom) return 'pending'
  return record['status'] === 'active' && now.getTime() >= endMs({ record }) ? 'expired' : record['status']
}

function nextRemoval(stored: readonly SimulatedResource[], now: Date): Removal | undefined {
  const due = stored
    .map((one): Removal => ({ one, atMs: removalMs(one, stored, now) }))
    .filter(({ atMs }) => atMs <= now.getTime())
  return due.toSorted((a, b) => a.atMs - b.atMs)[0]
}

function removalMs(one: SimulatedResource, stored: readonly SimulatedResource[], now: Date): number {
  const isReplaced = stored.some(
    (other) =>
      endMs(other) > endMs(one) &&
      statusOf(other, now) === 'active' &&
      familyOf(other) === familyOf(one) &&
      hostsOf(other).some((host) => hostsOf(one).includes(host)),
  )
  return endMs(one) + (isReplaced ? -removedBeforeEndMs : removedAfterEndMs)
}

/** The certificate of the other algorithm for the same hosts. Cloudflare removes the whole pack when the first of the two ends. */
function twinsOf(one: SimulatedResource, stored: readonly SimulatedResource[]): readonly SimulatedResource[] {
  const hosts = hostsOf(one).toSorted().join()
  return stored.filter((other) => familyOf(other) !== familyOf(one) && hostsOf(other).toSorted().join() === hosts)
}

/** Infinity where there is no date. */
function endMs({ record }: Pick<SimulatedResource, 'record'>): number {
  return instantOf(record['expires_on'])?.getTime() ?? Number.POSITIVE_INFINITY
}

function familyOf({ record }: SimulatedResource): string {
  return String(record['signature']).startsWith('ECDSA') ? 'ECDSA' : 'RSA'
}

function hostsOf({ record }: SimulatedResource): readonly string[] {
  const { hosts } = record
  return Array.isArray(hosts) ? hosts.map(String) : []
}
