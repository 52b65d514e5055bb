import { expect, test } from 'vitest'
import { parseConfig } from '../../src/config/load.ts'
import { ownShare, shardOf } from '../../src/config/sharding.ts'

const zones = Array.from({ length: 300 }, (_, i) => i.toString(16).padStart(32, '0'))

function share(index: number, total: number) {
  const entries = zones.map((zone) => `  - {zone_id: "${zone}", certificate_id: "${zone}"}`)
  const env = { CLOUDFLARE_API_TOKEN: 'x'.repeat(40), SHARD_INDEX: `exporter-${index}`, SHARD_TOTAL: String(total) }
  const result = parseConfig(`certificates:\n${entries.join('\n')}\n`, { path: 'config.yaml', env })
  if (!result.ok) throw new Error(result.problems[0]?.text)
  return ownShare(result.config)
}

test.each([1, 2, 3, 7])('%i shards: every zone is in exactly one, and none has far more than its part', (total) => {
  const shares = Array.from({ length: total }, (_, index) => {
    const { watch } = share(index, total)
    return zones.filter((zoneId) => watch.owns(zoneId))
  })
  expect(shares.flat().sort()).toEqual(zones)
  for (const own of shares) expect(Math.abs(own.length - 300 / total)).toBeLessThan(30)
})

test('the rates of all shards add up to the configured one', () => {
  const rates = [0, 1, 2].map((index) => share(index, 3).cloudflare.requestsPer5m)
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(600)
})

test('another shard takes only zones that become its own', () => {
  const moved = zones.filter((zone) => shardOf(zone, 4) !== shardOf(zone, 3))
  expect(moved.every((zone) => shardOf(zone, 4) === 3)).toBe(true)
  expect(moved.length).toBeLessThan(100)
})
