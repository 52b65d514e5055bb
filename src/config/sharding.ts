import { createHash } from 'node:crypto'
import type { Config } from './model.ts'

/**
 * Chooses the shard of a zone by rendezvous hashing: each shard draws a number for the zone, and the highest wins. A new shard
 * takes over only the zones that it wins, and no other zone moves.
 */
export function shardOf(zoneId: string, total: number): number {
  const draws = Array.from({ length: total }, (_, index) => draw(zoneId, index))
  return draws.indexOf(Math.max(...draws))
}

function draw(zoneId: string, index: number): number {
  return createHash('sha256').update(`${zoneId}/${index}`).digest().readUIntBE(0, 6)
}

/** The part of a configuration that belongs to its own shard: its zones, and its share of every credential's rate. */
export function ownShare(config: Config): Config {
  const { index, total } = config.shard
  if (total === 1) return config
  return {
    ...config,
    watch: { ...config.watch, ownsZone: (zoneId) => shardOf(zoneId, total) === index },
    cloudflare: { ...config.cloudflare, requestsPer5m: config.cloudflare.requestsPer5m / total },
  }
}
