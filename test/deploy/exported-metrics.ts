import { SelfMetrics } from '../../src/daemon/self-metrics.ts'
import { certificateMetricNames } from '../../src/exposition/certificate-families.ts'
import { daemonMetricNames } from '../../src/exposition/daemon-families.ts'
import { discoveryMetricNames } from '../../src/exposition/discovery-families.ts'
import { accountStoreFamilies, zoneMetricNames } from '../../src/exposition/zone-families.ts'

const selfMetricNames = (await new SelfMetrics().families()).map(({ name }) => name)

/** What rules and dashboard may name. */
export const exportedMetrics: readonly string[] = [
  ...certificateMetricNames,
  ...zoneMetricNames,
  ...accountStoreFamilies.map(({ name }) => name),
  ...discoveryMetricNames,
  ...daemonMetricNames,
  ...selfMetricNames,
]
