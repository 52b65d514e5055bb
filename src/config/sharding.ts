import { createHash } from 'node:crypto'
import type { Config } from './model.ts'

/**
 * Chooses the shard of a zone or an account by rendezvous hashing: each shard draws a number for the place, and the highest wins. A new shard
 * takes over only the places that it wins, and no other place moves.
 */
export function shardOf(scopeId: string, total: number): number {
  const draws = Array.from({ length: total }, (_, index) => draw(scopeId, index))
  return draws.indexOf(Math.max(...draws))
}

function draw(scopeId: string, index: number): number {
  return createHash('sha256').update(`${scopeId}/${index}`).digest().readUIntBE(0, 6)
}

/** The part of a configuration that belongs to its own shard: its zones and accounts, and its share of every credential's rate. */
export function ownShare(config: Config): Config {
  const { index, total } = config.shard
  if (total === 1) return config
  return {
    ...config,
    watch: { ...config.watch, owns: (scopeId) => shardOf(scopeId, total) === index },
    cloudflare: { ...config.cloudflare, requestsPer5m: config.cloudflare.requestsPer5m / total },
  }
}
