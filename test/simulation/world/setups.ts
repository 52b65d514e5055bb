import type { Chance } from './chance.ts'

/**
 * How the daemon is installed. `host`: one process whose disk outlives it, as systemd, Compose and the chart with a volume have it.
 * `deployment` and `replicas`: one pod or two, each with a disk of its own, as the chart has them without a volume. `shards`: two or three
 * pods that share the zones, with or without volumes.
 */
export const setups = ['host', 'deployment', 'replicas', 'shards'] as const
export type Setup = (typeof setups)[number]

/** Most worlds have one process, which is fast. */
export function setupBy(chance: Chance): Setup {
  return chance.choose({ host: 14, deployment: 2, replicas: 2, shards: 2 })
}
