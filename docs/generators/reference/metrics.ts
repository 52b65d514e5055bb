import { SelfMetrics } from '../../../src/daemon/self-metrics.ts'
import { certificateFamilies, expiryDays, labelsOf } from '../../../src/exposition/certificate-families.ts'
import { familiesOfDaemon } from '../../../src/exposition/daemon-families.ts'
import { familiesOfDiscovery } from '../../../src/exposition/discovery-families.ts'
import { minimalFamilies } from '../../../src/exposition/exposed-families.ts'
import type { Family, Labels, Sample } from '../../../src/exposition/family.ts'
import {
  accountStoreFamilies,
  hostnameFamilies,
  hostnameLabels,
  placeLabels,
  storeFamilies,
  storeLabels,
  zoneSwitchFamilies,
} from '../../../src/exposition/zone-families.ts'
import { noon } from '../../../test/support/certificates.ts'
import { labelValueTable } from './label-values.ts'
import { code, codes, markdownTable } from './markdown.ts'
import {
  exampleCertificate,
  exampleDaemon,
  exampleDiscovery,
  exampleHostname,
  exampleStore,
  exampleZone,
} from './metrics-example.ts'

interface Row {
  readonly name: string
  readonly help: string
  readonly type: string
  /** Those that not every family of its section has. */
  readonly labels: readonly string[]
}

/** Every metric, in the order in which it is exposed, and the values of labels with a fixed set of them. */
export async function metricTables(): Promise<string> {
  const own = (await requestFamilies()).filter(({ name }) => name.startsWith('cloudflare_'))
  return [
    section('Certificates', namesOf(labelsOf(exampleCertificate.entry)), certificateRows()),
    section(
      'Hostnames',
      namesOf(hostnameLabels(exampleHostname, exampleZone)),
      hostnameFamilies.map((family) => row(family, family.samples(exampleHostname, exampleZone, noon))),
    ),
    section('Zones', namesOf(placeLabels(exampleZone)), zoneRows()),
    section(
      'Accounts',
      ['account_id', 'account'],
      accountStoreFamilies.map(({ name, help }) => ({ name, help, type: 'gauge', labels: ['kind'] })),
    ),
    section('Discovery of zones', ['credentials'], familiesOfDiscovery([exampleDiscovery]).map(rowOf)),
    section('The daemon', [], familiesOfDaemon(exampleDaemon).map(rowOf)),
    section('Requests, listings, log lines', [], own.map(rowOf)),
    `## Values of labels\n\n${labelValueTable()}`,
    `## The minimal preset\n\n${minimalPreset()}`,
  ].join('\n')
}

function minimalPreset(): string {
  const lines = [...minimalFamilies].sort().map((name) => `- ${code(name)}`)
  return `With \`metrics.preset: minimal\` only these are exposed. The shipped critical alerts need no others.\n\n${lines.join('\n')}\n`
}

/** The names of all metrics, as the tables have them. */
function section(title: string, common: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map(({ name, type, labels, help }) => [
    code(name),
    type,
    codes(labels.filter((label) => !common.includes(label))),
    help,
  ])
  const shared = common.length === 0 ? '' : `All of them have the labels ${codes(common)}.\n\n`
  return `## ${title}\n\n${shared}${markdownTable(['metric', 'type', 'labels', 'what'], lines)}`
}

function certificateRows(): readonly Row[] {
  const [first, ...others] = certificateFamilies.map((family) => rowOfCertificate(family))
  const days = row(expiryDays, [{ labels: [], value: expiryDays.valueOf(exampleCertificate, noon) ?? 0 }])
  return [...(first ? [first] : []), days, ...others]
}

function rowOfCertificate(family: (typeof certificateFamilies)[number]): Row {
  return row(
    family,
    family.samples(exampleCertificate, noon, () => undefined),
  )
}

function zoneRows(): readonly Row[] {
  const ofStores = storeFamilies.map((family) => {
    const common = storeLabels(exampleStore, exampleZone)
    return row(family, family.samples(exampleStore, exampleZone), common)
  })
  return [
    ...zoneSwitchFamilies.map((family) => row(family, family.samples(exampleZone, exampleZone, noon))),
    ...ofStores,
  ]
}

/** What prom-client counts, after one request. */
async function requestFamilies(): Promise<readonly Family[]> {
  const metrics = new SelfMetrics()
  metrics.requested('/zones', 200, 1)
  metrics.watch(['default'])
  metrics.rateLimitRemaining('default', 1)
  return await metrics.families()
}

function rowOf(family: Family): Row {
  return row(family, family.samples, [], family.type)
}

function row(
  { name, help }: { readonly name: string; readonly help: string },
  [sample]: readonly Sample[],
  common: Labels = [],
  type = 'gauge',
): Row {
  if (!sample)
    throw new Error(`${name} has no sample in docs/generators/reference/metrics-example.ts: add what it reads`)
  const labels = namesOf([...common, ...sample.labels]).filter((label) => label !== 'le')
  return { name, help, type, labels }
}

function namesOf(labels: Labels): readonly string[] {
  return labels.map(([name]) => name)
}
