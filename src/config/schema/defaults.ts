/**
 * The default of every setting that has one. Schema, resolved configuration, checks and the chart's templates read it here. The
 * default of `stale_after` depends on the schedule, see `values/threshold.ts`; the kinds' defaults stand in `kinds/`.
 */
export const defaults = {
  schedule: '@hourly',
  timezone: 'UTC',
  thresholds: { warning: '30d', critical: '14d' },
  baseUrl: 'https://api.cloudflare.com/client/v4',
  timeout: '10s',
  requestsPer5m: 600,
  credentials: 'default',
  allHostnamesListed: false,
  discoverZones: false,
  partialChain: false,
  listen: ':9977',
  reload: false,
  statusPage: true,
  shard: { index: 0, total: 1 },
  metrics: { preset: 'full', deny: [] },
  drill: false,
} as const

/** The fewest requests in five minutes of a credential, and of each shard's share of them. The pace cannot give less than a whole request. */
export const fewestRequestsPer5m = 2
