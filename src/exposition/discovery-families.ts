import type { WatchedDiscovery } from '../inventory/snapshot.ts'
import type { Family, Sample } from './family.ts'
import { successOf } from './zone-families.ts'

interface DiscoveryFamily {
  readonly name: string
  readonly help: string
  readonly value: (discovery: WatchedDiscovery) => number | undefined
}

/** The families of each credential whose zones are discovered. There are few of them, so they are written at every scrape. */
const discoveryFamilies: readonly DiscoveryFamily[] = [
  {
    name: 'cloudflare_cert_discovery_success',
    help: '1 where the last listing of the zones that the credentials can see worked, else 0. It is 0 before the first listing.',
    value: ({ reading }) => successOf(reading),
  },
  {
    name: 'cloudflare_cert_discovery_last_success_timestamp_seconds',
    help: 'When a listing of the zones that the credentials can see last worked, Unix seconds.',
    value: ({ reading }) => reading.lastSuccess,
  },
]

export const discoveryMetricNames: readonly string[] = discoveryFamilies.map(({ name }) => name)

export function familiesOfDiscovery(discoveries: Iterable<WatchedDiscovery>): readonly Family[] {
  const all = [...discoveries]
  return discoveryFamilies.map(({ name, help, value }) => ({
    name,
    help,
    type: 'gauge',
    samples: all.flatMap((discovery) => sampleOf(discovery, value(discovery))),
  }))
}

function sampleOf({ entry }: WatchedDiscovery, value: number | undefined): readonly Sample[] {
  const labels = [['credentials', entry.credentials] as const, ...Object.entries(entry.labels)]
  return value === undefined ? [] : [{ labels, value }]
}
