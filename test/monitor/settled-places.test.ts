import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { CertificateAnswer } from '../../src/cloudflare/certificate-answer.ts'
import type { ApiAnswer } from '../../src/cloudflare/failure.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { zoneAt } from '../../src/inventory/places.ts'
import type { LogLine } from '../../src/monitor/check-log.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { linesAboutPlace } from '../../src/monitor/place-log.ts'
import { questionsAbout } from '../../src/monitor/questions.ts'
import { reportOn } from '../../src/monitor/repeated-visit.ts'
import { SettledPlaces } from '../../src/monitor/settled-places.ts'
import type { PlaceReader } from '../../src/monitor/visit.ts'
import { entry, noon } from '../support/certificates.ts'
import { runsOf } from '../support/sample.ts'
import { hostnameEntry, storeEntry, watchList } from '../support/zones.ts'

const { scopeId } = entry()
const hosts = ['app.example.com', 'www.example.com']
const ids = ['certificate-0', 'certificate-1', 'certificate-2']
const hour = 3600

/** What Cloudflare has at one moment, and what happens before it is asked. */
interface Moment {
  readonly listed: readonly string[]
  readonly inZone: readonly string[]
  readonly status: string
  readonly endsIn: number
  /** Which certificate each hostname uses; undefined: none. */
  readonly associated: readonly (string | undefined)[]
  readonly isSwitchedOn: boolean
  readonly fails: 'nothing' | 'list' | 'hostname' | 'switch' | 'digest'
  readonly hoursLater: number
  readonly reload: 'none' | 'labels' | 'without hostnames'
}

const moment: fc.Arbitrary<Moment> = fc.record({
  listed: fc.subarray(ids, { minLength: 1 }),
  inZone: fc.subarray(ids, { maxLength: 2 }),
  status: fc.constantFrom('active', 'active', 'pending_deployment', 'deleted'),
  endsIn: fc.constantFrom(20, 15 * 24, 31 * 24, 400 * 24),
  associated: fc.array(fc.option(fc.constantFrom(...ids), { nil: undefined }), { minLength: 2, maxLength: 2 }),
  isSwitchedOn: fc.boolean(),
  fails: fc.constantFrom('nothing', 'nothing', 'nothing', 'nothing', 'list', 'hostname', 'switch', 'digest'),
  hoursLater: fc.constantFrom(1, 1, 1, 2, 5, 12, 26, -30),
  reload: fc.constantFrom('none', 'none', 'none', 'labels', 'without hostnames'),
})

/** Mostly nothing changes but the time. */
const life = fc
  .array(fc.tuple(moment, fc.array(fc.constantFrom(1, 1, 2, 9, 30), { minLength: 1, maxLength: 5 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((changes) =>
    changes.flatMap(([change, waits]) => [
      change,
      ...waits.map((hoursLater): Moment => ({ ...change, hoursLater, reload: 'none' })),
    ]),
  )

const answerOf = (id: string, { status, endsIn }: Moment): CertificateAnswer => ({
  id,
  status: id === ids[0] ? status : 'active',
  pem: undefined,
  expiresOn: noon + endsIn * hour,
  uploadedOn: noon - 1000 * ids.indexOf(id),
  serialNumber: id,
  issuer: undefined,
  signature: undefined,
})

function sourceAt(world: Moment): PlaceReader {
  const answer = <T>(value: T, isFailure: boolean): ApiAnswer<T> =>
    isFailure
      ? { ok: false, failure: { reason: 'server_error', status: 500, detail: '' } }
      : { ok: true, value, ...(world.fails !== 'digest' && { digest: JSON.stringify(value) }) }
  const listOf = (kind: string) => (kind === 'zone' ? world.inZone : world.listed).map((id) => answerOf(id, world))
  return {
    certificates: async ({ kind }) => {
      const certificates = listOf(kind)
      const list = { unreadable: 0, firstUnreadable: undefined, missing: 0 }
      const { ok, ...rest } = answer(certificates, world.fails === 'list')
      const value = { ...list, certificates: new Map(certificates.map((each) => [each.id, each])) }
      return ok ? { ...rest, ok, value } : answer(value, true)
    },
    issuedPacks: async () => ({ ok: true, value: [] }),
    certificate: async ({ certificateId }) => answer(answerOf(certificateId, world), false),
    hasAssociations: async () => ({ ok: true, value: false }),
    association: async ({ hostname }) => {
      const certificateId = world.associated[hosts.indexOf(hostname)]
      const value = { certificateId, status: 'active', enabled: certificateId !== undefined, certificate: undefined }
      return answer(value, world.fails === 'hostname')
    },
    zoneStoreEnabled: async () => answer(world.isSwitchedOn, world.fails === 'switch'),
  }
}

/** A daemon that watches one zone, with the memory of what is settled or without it. */
function watcher(settled?: SettledPlaces) {
  const inventory = new Inventory()
  const pems = new ParsedPems()
  const lines: LogLine[] = []
  const internalError = (error: unknown) => {
    throw error
  }
  const zone = () => {
    const found = zoneAt(inventory.snapshot, scopeId)
    if (!found) throw new Error('the zone is not watched')
    return found
  }
  const watch = (reload: Moment['reload'], now: number) => {
    const labels = { team: reload }
    const hostnames = reload === 'without hostnames' ? [] : hosts.map((hostname) => hostnameEntry({ hostname, labels }))
    const zonesWithAllHostnames = new Set([scopeId])
    inventory.watch(watchList({ hostnames, stores: [storeEntry({ labels })], zonesWithAllHostnames }), now)
  }
  watch('none', noon)
  return {
    zone,
    lines,
    watch,
    /** @returns whether nothing had to be worked out */
    async visit(world: Moment, now: number): Promise<boolean> {
      const questions = questionsAbout(zone(), 'default', 'all', now)
      if (!questions) return false
      const clock = { ...systemClock, now: () => now }
      const options = { source: sourceAt(world), pems, inventory, clock, internalError, ...(settled && { settled }) }
      const report = await reportOn(questions, zone(), 'all', options, new AbortController().signal)
      const before = zone()
      inventory.publish([report], now)
      if (settled?.published(report, before, zone(), now) ?? true)
        lines.push(...linesAboutPlace(report, before, zone(), now))
      return report.repeats !== undefined
    },
  }
}

test('whatever happens, what is known and logged is the same as if everything were worked out anew each time', async () => {
  let repeats = 0
  const live = async (moments: readonly Moment[]) => {
    const [sparing, thorough] = [watcher(new SettledPlaces()), watcher()]
    let now = noon
    for (const each of moments) {
      now += each.hoursLater * hour
      if (each.reload !== 'none') for (const one of [sparing, thorough]) one.watch(each.reload, now)
      repeats += Number(await sparing.visit(each, now))
      await thorough.visit(each, now)
      expect(sparing.zone()).toEqual(thorough.zone())
    }
    expect(sparing.lines).toEqual(thorough.lines)
  }
  await fc.assert(fc.asyncProperty(life, live), { numRuns: runsOf(40) })
  expect(repeats).toBeGreaterThan(runsOf(10))
})
