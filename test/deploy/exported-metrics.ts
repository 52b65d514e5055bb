import { certificateMetricNames } from '../../src/exposition/certificate-families.ts'
import { daemonMetricNames } from '../../src/exposition/daemon-families.ts'

/** Named by the rules before it is exposed: until then every certificate counts as used. */
const exposedLater = ['cloudflare_cert_in_use']

/** What the rules may name. */
export const exportedMetrics: readonly string[] = [...certificateMetricNames, ...daemonMetricNames, ...exposedLater]
