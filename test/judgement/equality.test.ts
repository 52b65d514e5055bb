import process from 'node:process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cachedFamilies } from '../../src/exposition/cached-families.ts'
import { familiesOfDaemon } from '../../src/exposition/daemon-families.ts'
import { familiesOfDiscovery } from '../../src/exposition/discovery-families.ts'
import { writeLabels } from '../../src/exposition/text.ts'
import { certificateStates } from '../../src/judgement/certificate-states.ts'
import { judgeCredential } from '../../src/judgement/credential.ts'
import { judgeDaemon } from '../../src/judgement/daemon.ts'
import { type Severity, severities, severityNumbers } from '../../src/judgement/severity.ts'
import { judgeDiscovery, judgeStore } from '../../src/judgement/store.ts'
import { reportOn } from '../../src/report/report.ts'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { describeWithTools } from '../support/tools.ts'
import { discoveryEntry } from '../support/zones.ts'
import { beginnings, historyAt, zoneAt } from './support/fleet-history.ts'
import { type Fleet, fleets, judgedAt, step } from './support/fleets.ts'
import { complaintOf, type ExpectedSamples, type SeriesOverTime } from './support/promtool.ts'

/** So many with every test. */
const sample = 12
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

test('the fleets have certificates of every state, several of each in 300', () => {
  const judged = fc.sample(fleets, { numRuns: 300, seed: 1 }).flatMap((fleet, number) => {
    const zone = zoneAt(fleet, number, judgedAt)
    return reportOn({ zones: new Map([[zone.zoneId, zone]]), discoveries: new Map() }, judgedAt).certificates
  })
  const counts = Object.fromEntries(
    certificateStates.map((each) => [each, judged.filter(({ state }) => state === each).length]),
  )
  for (const state of certificateStates) expect(counts[state], JSON.stringify(counts)).toBeGreaterThan(5)
})

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
  const zone = zoneAt(fleet, number, at)
  // Nothing that depends on the time of the scrape is read by the rules, but for problems: these are judged at the end.
  const text = cachedFamilies()
    .map(({ write }) => write(zone, judgedAt, new WeakMap()))
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

function discoveriesAt({ discovery }: Fleet, number: number, at: number) {
  if (!discovery || (discovery.lastSuccess === undefined && (discovery.failingSince ?? 0) > at)) return []
  const entry = discoveryEntry({ credentials: `credential-${number}`, labels: {} })
  return [{ entry, listed: undefined, reading: historyAt(discovery, at) }]
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
    keys: kind === 'key' && valid !== undefined ? [{ credentials, isRefused: !valid }] : [],
    stateWrittenAt: undefined,
    lastStateWriteSuccessful: daemon.isStateWritten,
  }
}

/** What fires for each thing, and what our judgement says should. */
function expectedOf(all: readonly Fleet[]): readonly ExpectedSamples[] {
  const reports = all.map((fleet, number) => {
    const zone = zoneAt(fleet, number, judgedAt)
    return { zone, report: reportOn({ zones: new Map([[zone.zoneId, zone]]), discoveries: new Map() }, judgedAt) }
  })
  const certificates = reports.flatMap(({ report }) =>
    report.certificates.map(({ kind, zone_id, certificate_id, severity }) => ({
      labels: { certificate_id, kind, zone_id },
      severity,
    })),
  )
  const hostnames = reports.flatMap(({ report }) =>
    report.hostnames.map(({ zone_id, hostname, severity }) => ({ labels: { hostname, zone_id }, severity })),
  )
  const stores = reports.flatMap(({ zone }) =>
    [...zone.stores.values()].map((store) => ({
      labels: { kind: store.entry.kind, zone_id: zone.zoneId },
      ...judgeStore(store, zone.zoneSwitch, judgedAt),
    })),
  )
  return [
    worst('kind, zone_id, certificate_id', 'certificate_id!=""', certificates),
    worst('zone_id, hostname', 'hostname!=""', hostnames),
    worst('zone_id, kind', 'certificate_id="",hostname="",kind!=""', stores),
    worst('credentials', 'alertname="CloudflareDiscoveryFailing",credentials!="",zone_id=""', discoveriesOf(all)),
    worst('credentials', 'alertname!="CloudflareDiscoveryFailing",credentials!="",zone_id=""', credentialsOf(all)),
    worst('job', 'alertname=~"CloudflareCertExporter.*"', daemonsOf(all)),
  ]
}

interface Judged {
  readonly labels: Readonly<Record<string, string>>
  readonly severity: Severity
}

function discoveriesOf(all: readonly Fleet[]): readonly Judged[] {
  return all.flatMap((fleet, number) =>
    discoveriesAt(fleet, number, judgedAt).map((discovery) => ({
      labels: { credentials: `credential-${number}` },
      ...judgeDiscovery(discovery, judgedAt),
    })),
  )
}

function credentialsOf(all: readonly Fleet[]): readonly Judged[] {
  return all.map((fleet, number) => {
    const { kind, left, isReadable, valid } = fleet.credential
    const expiresOn = left === undefined || kind === 'key' ? undefined : judgedAt + left
    const { severity } = judgeCredential({ isReadable, valid, expiresOn }, judgedAt)
    return { labels: { credentials: `credential-${number}` }, severity }
  })
}

function daemonsOf(all: readonly Fleet[]): readonly Judged[] {
  return all.map(({ daemon }, number) => {
    const { webTlsLeft, ...of } = daemon
    const webTlsExpiry = webTlsLeft === undefined ? undefined : judgedAt + webTlsLeft
    return { labels: { job: `job-${number}` }, severity: worstOf(judgeDaemon({ ...of, webTlsExpiry }, judgedAt)) }
  })
}

function worstOf(judged: readonly { readonly severity: Severity }[]): Severity {
  return severities.find((each) => judged.some(({ severity }) => severity === each)) ?? 'ok'
}

function worst(by: string, of: string, judged: readonly Judged[]): ExpectedSamples {
  const firing = (severity: Severity) =>
    `${severityNumbers[severity]} * ALERTS{alertstate="firing",severity="${severity}",${of}}`
  return {
    expr: `max by (${by}) (${[firing('critical'), firing('warning'), firing('info')].join(' or ')})`,
    samples: judged
      .filter(({ severity }) => severity !== 'ok')
      .map(({ labels, severity }) => ({
        labels: `{${writeLabels(Object.entries(labels), 'text')}}`,
        value: severityNumbers[severity],
      })),
  }
}
