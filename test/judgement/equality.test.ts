import process from 'node:process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { thresholdsInForce } from '../../src/certificate/urgency.ts'
import { cachedFamilies } from '../../src/exposition/cached-families.ts'
import { familiesOfDaemon } from '../../src/exposition/daemon-families.ts'
import { familiesOfDiscovery } from '../../src/exposition/discovery-families.ts'
import { writeLabels } from '../../src/exposition/text.ts'
import { certificateStates } from '../../src/judgement/certificate-states.ts'
import { judgeOriginCa } from '../../src/judgement/origin-ca.ts'
import { type Severity, severityNumbers } from '../../src/judgement/severity.ts'
import { certificateKinds, kinds } from '../../src/kinds/kinds.ts'
import { levelClass } from '../../src/page/severity-class.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { reportOn } from '../../src/report/report.ts'
import { overallAt } from '../../src/trust/overall.ts'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { describeWithTools } from '../support/tools.ts'
import { accountAt, beginnings, zoneAt } from './support/fleet-history.ts'
import { type Fleet, fleets, judgedAt, step } from './support/fleets.ts'
import { complaintOf, type ExpectedSamples, type SeriesOverTime } from './support/promtool.ts'
import {
  discoveriesAt,
  type JudgedSeverity,
  judgedFacts,
  severitiesOf,
  type ThingSeverities,
} from './support/severities.ts'

/** So many with every test. */
const sample = 6
/** How many go into one evaluation: promtool holds no more samples. */
const together = 50
const count = process.env['JUDGED_FLEETS']
const longSeconds = count === undefined ? longSecondsOf('judgement') : undefined
const seed = seedFrom('JUDGEMENT_SEED')

const steps = judgedAt / step + 1

describeWithTools(['promtool'], `random fleets, JUDGEMENT_SEED=${seed}`, () => {
  test('the worst alert that fires for each thing is its severity', async () => {
    const end = Date.now() + 1000 * (longSeconds ?? Number.POSITIVE_INFINITY)
    const wanted = longSeconds ? Number.POSITIVE_INFINITY : Number(count ?? sample)
    let judged = 0
    while (judged < wanted && Date.now() < end) {
      const numRuns = Math.min(together, wanted - judged)
      const some = fc.sample(fleets, { numRuns, seed: seed + judged })
      judged += numRuns
      const complaint = await complaintOf(seriesOf(some), expectedOf(some))
      expect(complaint, `JUDGEMENT_SEED=${seed} JUDGED_FLEETS=${judged}`).toBeUndefined()
    }
    process.stdout.write(`${judged} random fleets are judged as the rules judge them, JUDGEMENT_SEED=${seed}\n`)
  }, 3_600_000)
})

test('the fleets have certificates of every state, several of each in 600', () => {
  const judged = fc.sample(fleets, { numRuns: 600, seed: 1 }).flatMap((fleet, number) => {
    return reportOn(judgedFacts(fleet, number).snapshot, judgedAt).certificates
  })
  const counts = Object.fromEntries(
    certificateStates.map((each) => [each, judged.filter(({ state }) => state === each).length]),
  )
  const possible = certificateStates.filter(
    (state) => state !== 'gone' || certificateKinds.some((kind) => kinds[kind].vanishing),
  )
  for (const state of possible) expect(counts[state], JSON.stringify(counts)).toBeGreaterThan(5)
})

test('page and check give everything the severity that the JSON gives it', () => {
  for (const [number, fleet] of fc.sample(fleets, { numRuns: 100, seed }).entries()) {
    const { certificates, hostnames } = severitiesOf(fleet, number)
    const report = reportOn(judgedFacts(fleet, number).snapshot, judgedAt)
    expect(report.certificates.map(({ severity }) => severity).sort()).toEqual(severitiesIn(certificates))
    expect(report.hostnames.map(({ severity }) => severity).sort()).toEqual(severitiesIn(hostnames))
    const facts = judgedFacts(fleet, number)
    const classes = judgedThings(facts, judgedAt).map((thing) => levelClass(thing).split(' ')[0])
    const fromJson = Object.values(severitiesOf(fleet, number)).flat()
    expect(classes.map((each) => each?.replace('v-unknown', 'v-ok')).sort()).toEqual(
      fromJson.map(({ severity }) => `v-${severity}`).sort(),
    )
  }
})

function severitiesIn(judged: readonly JudgedSeverity[]): readonly Severity[] {
  return judged.map(({ severity }) => severity).sort()
}

/** Everything that is exposed of the fleets, at each step. */
function seriesOf(all: readonly Fleet[]): SeriesOverTime {
  const series = new Map<string, (number | undefined)[]>()
  for (const [number, fleet] of all.entries()) {
    const moments = beginnings(fleet)
    for (const [i, from] of moments.entries()) {
      const until = moments[i + 1] ?? judgedAt + step
      for (const [selector, value] of samplesAt(fleet, number, from)) {
        const values = series.get(selector) ?? new Array<undefined>(steps).fill(undefined)
        series.set(selector, values.fill(value, Math.ceil(from / step), Math.min(steps, Math.ceil(until / step))))
      }
    }
  }
  return series
}

function samplesAt(fleet: Fleet, number: number, at: number): readonly (readonly [string, number])[] {
  const places = [zoneAt(fleet, number, at), accountAt(fleet, number, at)]
  // Nothing that depends on the time of the scrape is read by the rules, but for problems: these are judged at the end.
  const text = cachedFamilies()
    .flatMap(({ write }) => places.map((place) => write(place, judgedAt, new WeakMap())))
    .join('')
  const own = text.split('\n').flatMap((line) => {
    const [, selector, value] = /^(.*\}) (\S+)$/.exec(line) ?? []
    return selector === undefined ? [] : [[labelled(selector), Number(value)] as const]
  })
  const families = [
    ...familiesOfDiscovery(discoveriesAt(fleet, number, at)),
    ...familiesOfDaemon(daemonOf(fleet, number)),
  ]
  const others = families.flatMap(({ name, samples }) =>
    samples.map(({ labels, value }) => {
      const all = [...labels, ['job', `job-${number}`], ['namespace', 'n'], ['instance', 'i']] as const
      return [`${name}{${writeLabels(all, 'text')}}`, value] as const
    }),
  )
  return [...own, ...others]
}

function labelled(selector: string): string {
  return selector.replace(/\}$/, ',job="zones",namespace="n",instance="i"}')
}

function daemonOf({ credential, daemon }: Fleet, number: number) {
  const credentials = `credential-${number}`
  const { kind, valid, left, isReadable } = credential
  const expiresOn = left === undefined || kind === 'key' ? undefined : judgedAt + left
  return {
    build: { version: '1', revision: 'r', nodeVersion: 'v24' },
    certificates: 0,
    hostnames: 0,
    zones: 0,
    scheduleInterval: 3600,
    lastCycle: undefined,
    nextCycle: judgedAt,
    config: { reloadSuccessful: daemon.isReloadSuccessful, reloadedAt: 0, hash: 1 },
    webConfig: {
      lastReloadSuccessful: daemon.isWebReloadSuccessful,
      tlsExpiry: daemon.webTlsLeft === undefined ? undefined : judgedAt + daemon.webTlsLeft,
    },
    shard: { index: 0, total: 1 },
    tokens: kind === 'token' ? [{ credentials, valid, expiresOn }] : [],
    readable: [{ credentials, isReadable }],
    trustFiles:
      daemon.areCaFilesReadable === undefined ? [] : [{ file: '/etc/ca.pem', isReadable: daemon.areCaFilesReadable }],
    keys: kind === 'key' && valid !== undefined ? [{ credentials, isRefused: !valid }] : [],
    stateWrittenAt: undefined,
    lastStateWriteSuccessful: daemon.isStateWritten,
  }
}

/** What should fire for each thing, as the JSON has it. */
function expectedOf(all: readonly Fleet[]): readonly ExpectedSamples[] {
  // The end of a CA is one alert for all its certificates, and none of theirs.
  const judged = all.map((fleet, number) => severitiesOf({ ...fleet, caEnds: [far, far] }, number))
  const of = (kind: keyof ThingSeverities) => judged.flatMap((each) => each[kind])
  return [
    worst('kind, zone_id, certificate_id', 'certificate_id!=""', of('certificates')),
    worst('ca_fingerprint_sha256', 'ca_fingerprint_sha256!=""', originCasOf(all)),
    worst('zone_id, hostname', 'hostname!=""', of('hostnames')),
    worst('zone_id, kind', 'certificate_id="",hostname="",kind!="",zone_id!=""', of('lists')),
    worst('account_id, kind', 'certificate_id="",kind!="",account_id!=""', of('listsOfAccounts')),
    worst('credentials', 'alertname="CloudflareDiscoveryFailing",credentials!="",kind=""', of('discoveries')),
    worst(
      'credentials',
      'alertname!="CloudflareDiscoveryFailing",credentials!="",zone_id="",certificate_id=""',
      of('credentials'),
    ),
    worst('job', 'alertname=~"CloudflareCertExporter.*"', of('daemon')),
  ]
}

const far = 1000 * 86_400

/** Each CA once for every certificate that its end concerns. */
function originCasOf(all: readonly Fleet[]): readonly JudgedSeverity[] {
  return all.flatMap((fleet, number) =>
    [...zoneAt(fleet, number, judgedAt).certificates.values()].flatMap(({ entry, known, use, trust }) => {
      const judgement = judgeOriginCa(trust, thresholdsInForce(entry.thresholds, known?.facts), judgedAt)
      const ca = trust && overallAt(trust, judgedAt).endsFirst
      if (!judgement || !ca || use.inUse === false) return []
      return [{ labels: { ca_fingerprint_sha256: ca.fingerprintSha256 }, severity: judgement.severity }]
    }),
  )
}

function worst(by: string, of: string, judged: readonly JudgedSeverity[]): ExpectedSamples {
  const firing = (severity: Severity) =>
    `${severityNumbers[severity]} * ALERTS{alertstate="firing",severity="${severity}",${of}}`
  const worstOf = new Map<string, number>()
  for (const { labels, severity } of judged) {
    // A certificate of an account has no zone_id, and for Prometheus an empty label is none.
    const own = Object.entries(labels).filter(([, value]) => value !== '')
    const key = `{${writeLabels(own, 'text')}}`
    worstOf.set(key, Math.max(worstOf.get(key) ?? 0, severityNumbers[severity]))
  }
  return {
    expr: `max by (${by}) (${[firing('critical'), firing('warning'), firing('info')].join(' or ')})`,
    samples: [...worstOf].filter(([, value]) => value > 0).map(([labels, value]) => ({ labels, value })),
  }
}
