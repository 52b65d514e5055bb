import fc from 'fast-check'
import { certificateProblems } from '../../../src/certificate/model.ts'
import type { StoreEntry } from '../../../src/certificate/watch-list.ts'
import { checkFailureReasons } from '../../../src/inventory/check-failure.ts'
import { hostnameStates, type ReadHistory } from '../../../src/inventory/snapshot.ts'
import { certificateKinds, kinds } from '../../../src/kinds/kinds.ts'
import { certificateStatuses } from '../../../src/kinds/statuses.ts'

/** Seconds since the series begin: the moment of the judgement. Prometheus evaluates from 0 on. */
export const judgedAt = 10 * 3600
export const step = 300
const day = 86_400
const zoneKinds = certificateKinds.filter((kind) => kinds[kind].scope === 'zone')
const accountKinds = certificateKinds.filter((kind) => kinds[kind].scope === 'account')
export const staleAfter = 6 * 3600

/** Lengths of time around each wait, on the grid of samples. */
const sinces = fc.constantFrom(0, 600, 1500, 1800, 2100, 3600, 6900, 7200, 7500, 14_400, 21_300, 21_600, 21_900, 30_000)
const since = sinces.map((ago) => judgedAt - ago)

/** Around both thresholds and the end, in seconds from the judgement. */
const ends = fc.oneof(
  fc.constantFrom(-3 * day, -1, 0, 1, 14 * day - 1, 14 * day, 30 * day - 1, 30 * day),
  // What ends later is judged by everything else.
  { weight: 7, arbitrary: fc.constant(200 * day) },
)

/** How long ago the last success was. Later than now: the clock was set back since. */
const successes = fc.constantFrom(
  0,
  0,
  60,
  60,
  600,
  3600,
  staleAfter - 1,
  staleAfter,
  staleAfter + 1,
  2 * day,
  -staleAfter,
  -staleAfter - 1,
)

export type Reading = Pick<ReadHistory, 'lastSuccess' | 'failure' | 'failingSince'> & { readonly isAsked: boolean }

const failure = fc.constantFrom(...checkFailureReasons).map((reason) => ({ reason, detail: 'x' }))

const reading: fc.Arbitrary<Reading> = fc.oneof(
  {
    weight: 6,
    arbitrary: successes.map((ago) => ({ isAsked: true, lastSuccess: judgedAt - ago, failure: undefined })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ ago: fc.option(successes, { nil: undefined }), failure, failingSince: since })
      .map((each) => ({
        isAsked: true,
        lastSuccess: each.ago === undefined ? undefined : Math.min(each.failingSince, judgedAt - each.ago),
        failure: each.failure,
        failingSince: each.failingSince,
      })),
  },
  {
    weight: 1,
    arbitrary: since.map((failingSince) => ({
      isAsked: false,
      lastSuccess: undefined,
      failure: undefined,
      failingSince,
    })),
  },
)

const anyCertificate = fc.record({
  kind: fc.constantFrom(...zoneKinds),
  subject: fc.constantFrom<string>('CN=a', 'CN=b', ''),
  end: ends,
  chainEnd: fc.option(ends, { nil: undefined }),
  apiEnd: fc.option(ends, { nil: undefined }),
  notBefore: fc.constantFrom(-90 * day, -1, 1, day).map((from) => judgedAt + from),
  uploadedOn: fc.option(fc.constantFrom(-day, -2 * day, -3 * day), { nil: undefined }),
  status: fc.option(fc.constantFrom<string>(...certificateStatuses, 'active', 'active', 'active', 'awaiting'), {
    nil: undefined,
  }),
  statusSince: since,
  /** Only of kinds that can be gone. */
  isGone: fc.constantFrom(false, false, false, true),
  mismatches: fc.record(
    { expires_on: fc.boolean(), serial_number: fc.boolean(), issuer: fc.boolean() },
    { requiredKeys: [] },
  ),
  problems: fc.subarray(certificateProblems.filter((problem) => problem !== 'not_yet_valid')),
  // Without this nearly everything would have a problem or a mismatch.
  isSound: fc.boolean(),
  hasFacts: fc.boolean(),
  isKnown: fc.boolean(),
  inUse: fc.constantFrom(true, true, false, undefined),
  usedSince: since,
  trust: fc.option(
    fc.record({
      verdict: fc.constantFrom('trusted', 'trusted', 'trusted', 'to_come', 'untrusted'),
      ca: fc.constantFrom(0, 1),
    }),
    // Half of them have none: they are judged by everything else.
    { nil: undefined, freq: 2 },
  ),
  reading,
})

/**
 * Most rules wait for a `for` that the judgement leaves out, the longest of them (`CloudflareCertNotActive`) for an hour. What they
 * wait for began before that, so that they have fired by the moment of the judgement.
 */
const certificate = anyCertificate.map((each) => {
  const watchedSince = each.reading.lastSuccess === undefined ? (each.reading.failingSince ?? 0) : 0
  const isNotActiveWhenUnused = each.status === 'deployment_timed_out' && each.inUse === false
  const usedSince = isNotActiveWhenUnused ? Math.min(each.usedSince, judgedAt - 3600) : each.usedSince
  const isSettled = watchedSince <= judgedAt - 3600
  return { ...each, isKnown: each.isKnown && isSettled, usedSince: Math.max(usedSince, watchedSince) }
})

const hostname = fc.record({ state: fc.option(fc.constantFrom(...hostnameStates), { nil: undefined }), reading })

const storesOf = (some: readonly StoreEntry['kind'][]) =>
  fc.uniqueArray(fc.record({ kind: fc.constantFrom(...some), reading, listed: fc.constantFrom(undefined, 0, 1) }), {
    selector: ({ kind }) => kind,
    maxLength: 2,
  })

const credential = fc.record({
  kind: fc.constantFrom('token', 'key'),
  isReadable: fc.constantFrom(true, true, false),
  valid: fc.constantFrom(true, true, false, undefined),
  left: fc.option(fc.constantFrom(-1, 0, 14 * day - 1, 14 * day, 90 * day), { nil: undefined }),
})

const daemon = fc.record({
  isReloadSuccessful: fc.constantFrom(true, true, false),
  isWebReloadSuccessful: fc.constantFrom(true, undefined, false),
  isStateWritten: fc.constantFrom(true, undefined, false),
  areCaFilesReadable: fc.constantFrom(true, undefined, false),
  webTlsLeft: fc.option(fc.constantFrom(-1, 14 * day - 1, 14 * day), { nil: undefined }),
})

/** An older certificate and one that may replace it, which chance alone hardly ever makes. */
const rotation = fc
  .tuple(
    certificate,
    certificate,
    fc.constantFrom('active', 'active', 'pending_deployment'),
    fc.constantFrom(-day, -3 * day),
  )
  .map(([one, other, status, uploadedOn]): readonly FleetCertificate[] => {
    const sound = {
      kind: 'hostname' as const,
      subject: 'CN=rotated',
      end: 200 * day,
      chainEnd: undefined,
      apiEnd: undefined,
      notBefore: judgedAt - 90 * day,
      isSound: true,
      hasFacts: true,
      reading: { isAsked: true, lastSuccess: judgedAt, failure: undefined },
    }
    return [
      { ...one, ...sound, status: 'active', uploadedOn: -2 * day, inUse: true },
      { ...other, ...sound, status, uploadedOn },
    ]
  })

/** Only client certificates are judged by the CA file of an origin. */
const ofAccount = fc
  .tuple(certificate, fc.constantFrom(...accountKinds))
  .map(([each, kind]): FleetCertificate => ({ ...each, kind, trust: undefined }))

/** One zone and one account with what belongs to them, and what the daemon that watches it says of itself. */
export const fleets = fc.record({
  certificates: fc
    .tuple(fc.array(certificate, { maxLength: 4 }), fc.option(rotation, { nil: [] }))
    .map(([some, rotated]) => [...some, ...rotated]),
  hostnames: fc.array(hostname, { maxLength: 3 }),
  stores: storesOf(zoneKinds),
  account: fc.record({ certificates: fc.array(ofAccount, { maxLength: 2 }), stores: storesOf(accountKinds) }),
  zoneSwitch: fc.record({ enabled: fc.constantFrom(true, false, undefined), isFresh: fc.boolean(), reading }),
  /** When the CAs end that certificates share. */
  caEnds: fc.tuple(ends, ends),
  discovery: fc.option(reading, { nil: undefined }),
  credential,
  daemon,
})
export type Fleet = typeof fleets extends fc.Arbitrary<infer T> ? T : never
export type FleetCertificate = typeof certificate extends fc.Arbitrary<infer T> ? T : never
