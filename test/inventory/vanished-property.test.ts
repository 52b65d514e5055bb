import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CoverFacts, coverageOf } from '../../src/inventory/coverage.ts'
import { uncoveredHosts } from '../../src/inventory/covered-hosts.ts'
import { fateOf, staysWatched } from '../../src/inventory/vanished.ts'
import { type StoredUpload, type Upload, type UploadedStore, uploadedStore } from './support/uploaded-store.ts'

const hour = 3600
const week = 7 * 24
const critical = 14 * 24
const staleAfter = 6

interface Known {
  readonly facts: CoverFacts
  readonly end: number
  readonly vanishedAt: number | undefined
  readonly isGone: boolean
}

/** What a watch remembers from one listing to the next, with nothing but the rules under test. */
function watch() {
  const known = new Map<string, Known>()
  const pendingSince = new Map<string, number>()
  let listedAt = Number.NEGATIVE_INFINITY

  function listedFacts(each: StoredUpload, status: string, now: number): CoverFacts {
    const since = pendingSince.get(each.id) ?? now
    pendingSince.set(each.id, since)
    const stage = status === 'active' ? 'active' : status === 'pending' && now - since < 1 ? 'pending' : 'other'
    const signature = each.family === 'RSA' ? 'SHA256WithRSA' : 'ECDSAWithSHA256'
    const own = { certificateId: each.id, hosts: each.hosts, end: each.end * hour, signature, stage } as const
    return { ...own, source: 'uploaded', isRecent: true, isWatched: true }
  }

  function judge(id: string, before: Known, listed: readonly CoverFacts[], now: number): void {
    const vanishedAt = before.vanishedAt ?? now
    const coverage = coverageOf('hosts', before.facts, listed, { purpose: 'gone', now: now * hour })
    const vanished = { end: before.end * hour, vanishedAt: vanishedAt * hour, wasGone: before.isGone }
    const fate = fateOf(vanished, coverage, now * hour)
    if (staysWatched(fate)) known.set(id, { ...before, vanishedAt, isGone: fate === 'gone' })
    else known.delete(id)
  }

  return {
    has: (id: string) => known.has(id),
    isGone: (id: string) => known.get(id)?.isGone ?? false,
    list({ all, statusAt }: UploadedStore, now: number) {
      listedAt = now
      const listed = all.flatMap((each) => {
        const status = statusAt(each, now)
        return status === undefined ? [] : [{ end: each.end, facts: listedFacts(each, status, now) }]
      })
      for (const { facts, end } of listed)
        known.set(facts.certificateId, { facts, end, vanishedAt: undefined, isGone: false })
      const there = listed.map(({ facts }) => facts)
      for (const [id, before] of [...known])
        if (!there.some(({ certificateId }) => certificateId === id)) judge(id, before, there, now)
    },
    /** Whether something critical fires for a certificate of this host. */
    isCritical(host: string, now: number): boolean {
      const isRecent = now - listedAt <= staleAfter
      const there = [...known.values()].flatMap(({ facts, vanishedAt }) =>
        vanishedAt === undefined ? [{ ...facts, isRecent }] : [],
      )
      return [...known.values()].some(({ facts, end, isGone }) => {
        if (uncoveredHosts([host], [facts.hosts]).length > 0) return false
        if (isGone) return true
        const harmless = coverageOf('hosts', facts, there, { purpose: 'in_use', now: now * hour }) === 'covered'
        return !harmless && end - now < critical
      })
    },
  }
}

const names = ['example.com', 'www.example.com', '*.example.com']
const anyUpload: fc.Arbitrary<Upload> = fc.record({
  hosts: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }).map((hosts) => hosts.toSorted()),
  family: fc.constantFrom('RSA', 'RSA', 'ECDSA'),
  uploadedAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
  pendingFor: fc.integer({ min: 0, max: 3 }),
  end: fc.integer({ min: 20, max: 300 }),
  takenBefore: fc.integer({ min: 0, max: 24 }),
  takenAfter: fc.integer({ min: 0, max: 72 }),
  deletedAt: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined, freq: 4 }),
})
/** As customers upload them for old and new browsers: the same hosts twice, each algorithm with an end of its own. */
const twins = fc
  .tuple(anyUpload, fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constant(1000)))
  .map(([one, apart]): Upload[] => [
    { ...one, family: 'RSA' },
    { ...one, family: 'ECDSA', end: one.end + apart },
  ])
const uploads = fc
  .array(fc.oneof(twins, fc.tuple(anyUpload)), { minLength: 1, maxLength: 4 })
  .map((each) => each.flat())
/** Hours without a believed listing: an outage, a list in doubt, the program not running. */
const gaps = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 100 })), { minLength: 200, maxLength: 200 })

function hoursAfter(start: number, between: readonly number[]): Set<number> {
  let hours = start
  return new Set(
    between.map((gap) => {
      hours += gap
      return hours
    }),
  )
}

function isServed(host: string, { all, statusAt }: UploadedStore, now: number): boolean {
  const active = all.filter((each) => statusAt(each, now) === 'active')
  return (
    uncoveredHosts(
      [host],
      active.map(({ hosts }) => hosts),
    ).length === 0
  )
}

/** Whether it ended in the store, and its pack less than a week ago. */
function hasEnded(one: StoredUpload, { all }: UploadedStore, now: number): boolean {
  const { uploadedAt, end, leftAt } = one
  const isWatched = leftAt === undefined || leftAt > end - 48
  return uploadedAt < end && end <= now && now < endOfPack(one, all) + week && isWatched
}

/** A pair of an RSA and an ECDSA certificate goes with the first of the two. What it takes along can have time left. */
function endOfPack(one: StoredUpload, all: readonly StoredUpload[]): number {
  const twins = all.filter(({ family, hosts }) => family !== one.family && hosts.join() === one.hosts.join())
  return Math.min(one.end, ...twins.map(({ end }) => end))
}

function hasActed(host: string, { all }: UploadedStore): boolean {
  return all.some(({ wasDeleted, hosts }) => wasDeleted && uncoveredHosts([host], [hosts]).length === 0)
}

test('something critical fires while nothing serves a host whose certificate ended, until somebody acts', () => {
  fc.assert(
    fc.property(uploads, gaps, (all, between) => {
      const [store, watching, seen] = [uploadedStore(all), watch(), new Set<string>()]
      const listings = hoursAfter(0, between)
      for (let now = 0; now < 480; now += 1) {
        store.pass(now)
        if (listings.has(now)) watching.list(store, now)
        for (const { id } of store.all) if (watching.has(id)) seen.add(id)
        const unserved = store.all
          .filter((each) => seen.has(each.id) && hasEnded(each, store, now))
          .flatMap(({ hosts }) => hosts)
          .filter((host) => !isServed(host, store, now) && !hasActed(host, store))
        for (const host of unserved) expect(watching.isCritical(host, now), `hour ${now}: ${host}`).toBe(true)
      }
    }),
    { numRuns: 150 },
  )
})

test('as soon as every host is served by another certificate of the same algorithm, nothing is gone', () => {
  const healing = 250
  const healers = (['RSA', 'ECDSA'] as const).map((family): Upload => {
    const times = { uploadedAt: healing, pendingFor: 0, end: 5000, takenBefore: 0, takenAfter: 0, deletedAt: undefined }
    return { hosts: ['*.example.com', 'example.com'], family, ...times }
  })
  fc.assert(
    fc.property(uploads, gaps, (all, between) => {
      const [store, watching] = [uploadedStore([...all, ...healers]), watch()]
      const listings = hoursAfter(healing, between).add(healing)
      for (let now = 0; now < 480; now += 1) {
        store.pass(now)
        if (listings.has(now)) watching.list(store, now)
        if (now >= healing) for (const { id } of store.all) expect(watching.isGone(id), `hour ${now}`).toBe(false)
      }
    }),
    { numRuns: 30 },
  )
})
