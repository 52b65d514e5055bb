import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { CertificateAnswer } from '../../src/cloudflare/certificate-answer.ts'
import type { ApiAnswer } from '../../src/cloudflare/failure.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { zoneAt } from '../../src/inventory/places.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { questionsAbout } from '../../src/monitor/questions.ts'
import { type PlaceReader, visitPlace } from '../../src/monitor/visit.ts'
import { runsOf } from '../support/sample.ts'
import { storeEntry, watchList } from '../support/zones.ts'

/** More than are asked for in one visit. */
const ids = Array.from({ length: 30 }, (_, index) => `certificate-${String(index).padStart(2, '0')}`)
const mostAsked = 20

const words = ['there', 'deleted', '1551', '1552', '1553', '500', 'timeout'] as const
type Word = (typeof words)[number]

interface Step {
  readonly listed: readonly string[]
  readonly tombstones: readonly string[]
  /** How the listing comes. */
  readonly fault: 'none' | 'incomplete' | 'unreadable' | 'fails'
  /** What is said of each certificate that is asked for by its id. */
  readonly byId: readonly Word[]
}

const step: fc.Arbitrary<Step> = fc.record({
  listed: fc.oneof(fc.subarray(ids), fc.subarray(ids, { minLength: 28 }), fc.subarray(ids, { maxLength: 3 })),
  tombstones: fc.subarray(ids, { maxLength: 3 }),
  fault: fc.constantFrom('none', 'none', 'none', 'incomplete', 'unreadable', 'fails'),
  byId: fc.oneof(
    fc.array(fc.constantFrom(...words), { minLength: ids.length, maxLength: ids.length }),
    fc.constantFrom(...words).map((word) => ids.map(() => word)),
  ),
})

const certificate = (id: string, status = 'active'): CertificateAnswer => ({
  id,
  status,
  pem: undefined,
  expiresOn: undefined,
  uploadedOn: undefined,
  serialNumber: undefined,
  issuer: undefined,
  signature: undefined,
})

function said(id: string, word: Word): ApiAnswer<CertificateAnswer> {
  if (word === 'there' || word === 'deleted')
    return { ok: true, value: certificate(id, word === 'deleted' ? word : 'active') }
  if (word === '500') return { ok: false, failure: { reason: 'server_error', status: 500, detail: '' } }
  if (word === 'timeout') return { ok: false, failure: { reason: 'timeout', detail: '' } }
  return { ok: false, failure: { reason: 'not_found', status: 404, code: Number(word), detail: '' } }
}

const confirms = (word: Word | undefined) => word === 'deleted' || word === '1551' || word === '1552'
const wordFor = ({ byId }: Step, id: string) => byId[ids.indexOf(id)]

function sourceFor(each: Step, asked: string[]): PlaceReader {
  const { listed, tombstones, fault } = each
  const isDeleted = new Set(tombstones)
  const members = [...listed.filter((id) => !isDeleted.has(id)).map((id) => certificate(id))]
  const all = [...members, ...tombstones.map((id) => certificate(id, 'deleted'))]
  const certificates = new Map(all.map((one) => [one.id, one]))
  const unreadable = Number(fault === 'unreadable')
  const list = { certificates, unreadable, firstUnreadable: undefined, missing: Number(fault === 'incomplete') }
  return {
    certificates: async () =>
      fault === 'fails' ? { ok: false, failure: { reason: 'bad_response', detail: '' } } : { ok: true, value: list },
    issuedPacks: async () => ({ ok: true, value: [] }),
    certificate: async ({ certificateId }) => {
      asked.push(certificateId)
      return said(certificateId, wordFor(each, certificateId) ?? 'timeout')
    },
    hasAssociations: async () => ({ ok: true, value: false }),
    association: () => Promise.reject(new Error('no hostname is watched')),
    zoneStoreEnabled: async () => ({ ok: true, value: false }),
  }
}

interface Visited {
  readonly step: Step
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** By their ids. */
  readonly asked: readonly string[]
  readonly isBelieved: boolean
}

/** A visit; what stood in the store before it and stands there after it. */
async function visit(each: Step, inventory: Inventory, now: number): Promise<Visited> {
  const { scopeId } = storeEntry()
  const zone = () => zoneAt(inventory.snapshot, scopeId)
  const listed = () =>
    zone()
      ?.stores.get('hostname')
      ?.listed?.map(({ certificateId }) => certificateId) ?? []
  const watched = zone()
  if (!watched) throw new Error('the zone is not watched')
  const questions = questionsAbout(watched, 'default', 'all', now)
  const before = listed()
  const asked: string[] = []
  if (!questions) throw new Error('nothing is to be asked')
  const internalError = (error: unknown) => {
    throw error
  }
  const clock = { ...systemClock, now: () => now }
  const options = { source: sourceFor(each, asked), pems: new ParsedPems(), inventory, clock, internalError }
  inventory.publish([await visitPlace(questions, options, new AbortController().signal)], now)
  const isBelieved = zone()?.stores.get('hostname')?.reading.failure === undefined
  return { step: each, before, after: listed(), asked, isBelieved }
}

const isGood = ({ fault, listed, tombstones }: Step) => fault === 'none' && listed.length + tombstones.length > 0
const standingIn = ({ listed, tombstones }: Step) => listed.filter((id) => !tombstones.includes(id))
const without = (some: readonly string[], others: readonly string[]) => some.filter((id) => !others.includes(id))
const isForeign = ({ step: { listed, tombstones }, before }: Visited) =>
  before.length > 0 && without(before, [...listed, ...tombstones]).length === before.length

/** By certificate, whether the last answer that told whether it stands there said that it is gone. */
function afterAnswers(
  known: ReadonlyMap<string, boolean>,
  { step: each, asked }: Visited,
): ReadonlyMap<string, boolean> {
  const next = new Map(known)
  if (each.fault !== 'fails') for (const id of each.listed) next.set(id, false)
  const telling = asked.filter((id) => wordFor(each, id) === 'there' || confirms(wordFor(each, id)))
  for (const id of telling) next.set(id, confirms(wordFor(each, id)))
  return next
}

function lostWithoutConfirmation(visited: Visited, confirmed: ReadonlyMap<string, boolean>): readonly string[] {
  const { step: each, before, after, asked } = visited
  // What a listing calls deleted is gone, whatever else it lacks.
  const lost = without(without(before, after), each.fault === 'fails' ? [] : each.tombstones)
  // That a store is empty may be believed by answers of the visits before.
  const proofs = isGood(each) ? asked.filter((id) => confirms(wordFor(each, id))) : ids
  return without(
    lost,
    proofs.filter((id) => confirmed.get(id)),
  )
}

function expectRight(visited: Visited): void {
  const { step: each, before, after, asked, isBelieved } = visited
  expect(new Set(asked).size).toBe(asked.length)
  if (isForeign(visited) && !isBelieved) expect(without(after, before)).toEqual([])
  if (isGood(each)) expectRightOfGood(visited)
}

function expectRightOfGood(visited: Visited): void {
  const { step: each, before, after, asked, isBelieved } = visited
  expect(asked.length).toBeLessThanOrEqual(mostAsked)
  if (isBelieved) expect(after.toSorted()).toEqual(standingIn(each).toSorted())
  if (!isForeign(visited)) expect(without(standingIn(each), after)).toEqual([])
  if (without(before, each.listed).length === 0) expect(asked).toEqual([])
}

test('for any listings and any answers by id no known certificate is lost without a confirmation', async () => {
  const life = async (steps: readonly Step[]) => {
    const inventory = new Inventory()
    let now = 1_800_000_000
    let confirmed: ReadonlyMap<string, boolean> = new Map()
    inventory.watch(watchList({ stores: [storeEntry()] }), now)
    for (const each of steps) {
      // An empty store is due again, too.
      now += 7 * 3600
      const visited = await visit(each, inventory, now)
      confirmed = afterAnswers(confirmed, visited)
      expect(lostWithoutConfirmation(visited, confirmed)).toEqual([])
      expectRight(visited)
    }
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), life), { numRuns: runsOf(100) })
})
