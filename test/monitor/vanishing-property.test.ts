import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uncoveredHosts } from '../../src/inventory/covered-hosts.ts'
import { runsOf } from '../support/sample.ts'
import { type StoredUpload, type Upload, type UploadedStore, uploadedStore } from './support/uploaded-store.ts'
import { type StoreVisit, uploadsWatch } from './support/uploads-watch.ts'

const week = 7 * 24
const names = ['example.com', 'www.example.com', 'api.example.com', '*.example.com']

const anyUpload: fc.Arbitrary<Upload> = fc.record({
  hosts: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }).map((hosts) => hosts.toSorted()),
  family: fc.constantFrom('RSA', 'RSA', 'ECDSA'),
  uploadedAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
  pendingFor: fc.integer({ min: 0, max: 3 }),
  /** Of what ends later nothing is critical. */
  end: fc.oneof(fc.integer({ min: 20, max: 300 }), fc.constant(2000)),
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
/** The successor has some of the hosts, and Cloudflare takes the old one away before its end all the same. */
const replacedInPart = fc.tuple(anyUpload, fc.constantFrom(...names)).map(([one, host]): Upload[] => {
  const successor = { ...one, hosts: [host], uploadedAt: 5, end: 2000, deletedAt: undefined }
  return [{ ...one, hosts: [...new Set([...one.hosts, host])].toSorted() }, successor]
})
const uploads = fc
  .array(fc.oneof(twins, replacedInPart, fc.tuple(anyUpload)), { minLength: 1, maxLength: 4 })
  .map((each) => each.flat())

const visit: fc.Arbitrary<StoreVisit> = fc.record({
  listing: fc.oneof(
    { weight: 5, arbitrary: fc.constant('good') },
    { weight: 3, arbitrary: fc.constantFrom('fails', 'incomplete', 'unreadable', 'empty', 'lacks_some') },
  ),
  lacks: fc.nat(255),
  byIdFails: fc.oneof(fc.constant(0), fc.nat(255), fc.constant(255)),
  packs: fc.constantFrom('good', 'fails'),
  /** Before the visit. `restart_late`: the state file can be read only after it. */
  before: fc.oneof(
    { weight: 6, arbitrary: fc.constant('nothing') },
    { weight: 1, arbitrary: fc.constantFrom('reload', 'restart', 'restart_late') },
  ),
})
interface Visit {
  /** Hours until the next one. In many of them the program does not run. */
  readonly after: number
  readonly visit: StoreVisit
}
const visits: fc.Arbitrary<readonly Visit[]> = fc.array(
  fc.record({ after: fc.oneof(fc.constantFrom(1, 1, 2, 5), fc.integer({ min: 1, max: 60 })), visit }),
  { minLength: 20, maxLength: 40 },
)
interface Pack {
  readonly hosts: readonly string[]
  readonly from: number
}
const pack: fc.Arbitrary<Pack | undefined> = fc.option(
  fc.record({ hosts: fc.uniqueArray(fc.constantFrom(...names)), from: fc.nat(300) }),
  {
    nil: undefined,
    freq: 2,
  },
)

function covers(hosts: readonly string[], host: string): boolean {
  return uncoveredHosts([host], [hosts]).length === 0
}

/** Whether it ended in the store, and its pack less than a week ago. */
function hasEnded(one: StoredUpload, { all }: UploadedStore, now: number): boolean {
  const { uploadedAt, end, leftAt } = one
  const mayBeGone = leftAt === undefined || leftAt > end - 48
  return uploadedAt < end && end <= now && now < endOfPack(one, all) + week && mayBeGone
}

/** A pair of an RSA and an ECDSA certificate goes with the first of the two. What it takes along can have time left. */
function endOfPack(one: StoredUpload, all: readonly StoredUpload[]): number {
  const others = all.filter(({ family, hosts }) => family !== one.family && hosts.join() === one.hosts.join())
  return Math.min(one.end, ...others.map(({ end }) => end))
}

/** The hosts that nothing serves, of what ended, was seen, and was not taken away by somebody. */
function unservedHosts(
  store: UploadedStore,
  packHosts: readonly string[],
  seen: ReadonlySet<string>,
  now: number,
): ReadonlySet<string> {
  const { all, statusAt } = store
  const serving = [packHosts, ...all.filter((each) => statusAt(each, now) === 'active').map(({ hosts }) => hosts)]
  const isKnowable = (host: string) =>
    all.every((each) => !covers(each.hosts, host) || (!each.wasDeleted && (each.uploadedAt > now || seen.has(each.id))))
  const ended = all.filter((each) => seen.has(each.id) && hasEnded(each, store, now)).flatMap(({ hosts }) => hosts)
  return new Set(ended.filter((host) => uncoveredHosts([host], serving).length > 0 && isKnowable(host)))
}

test('something critical fires while nothing serves a host whose certificate ended, over restarts, reloads, outages and doubted lists', async () => {
  const run = async (all: readonly Upload[], each: readonly Visit[], ofCloudflare: Pack | undefined) => {
    const store = uploadedStore(all)
    const packHosts = (now: number) => (ofCloudflare && ofCloudflare.from <= now ? ofCloudflare.hosts : [])
    const watch = uploadsWatch(store, packHosts)
    let now = 0
    store.pass(now)
    for (const { after, visit: how } of each) {
      await watch.visit(how, now)
      for (let hour = 0; hour < after; hour += 1) {
        const unserved = unservedHosts(store, packHosts(now), watch.seen, now)
        for (const host of unserved) expect(watch.isCritical(host, now), `hour ${now}: ${host}`).toBe(true)
        now += 1
        store.pass(now)
      }
    }
  }
  await fc.assert(fc.asyncProperty(uploads, visits, pack, run), { numRuns: runsOf(13) })
})

test('as soon as a good listing shows that every host is served by others of the same algorithm, nothing is gone', async () => {
  const healing = 250
  const healers = (['RSA', 'ECDSA'] as const).map((family): Upload => {
    const times = { uploadedAt: healing, pendingFor: 0, end: 5000, takenBefore: 0, takenAfter: 0, deletedAt: undefined }
    return { hosts: ['*.example.com', 'example.com'], family, ...times }
  })
  const good: StoreVisit = { listing: 'good', lacks: 0, byIdFails: 0, packs: 'fails', before: 'nothing' }
  const run = async (all: readonly Upload[], each: readonly Visit[]) => {
    const store = uploadedStore([...all, ...healers])
    const watch = uploadsWatch(store, () => [])
    const times = each.map(({ after, visit: how }) => ({ after, how }))
    let next = 0
    for (let now = 0; now <= healing; now += 1) {
      store.pass(now)
      const due = now === next ? times.shift() : undefined
      if (due) next = now + due.after
      if (due) await watch.visit(due.how, now)
    }
    await watch.visit(good, healing)
    expect(watch.gone).toEqual([])
  }
  await fc.assert(fc.asyncProperty(uploads, visits, run), { numRuns: runsOf(5) })
})
