import type { Environment, Shard } from '../model.ts'
import type { Finding } from '../problems.ts'
import { defaults, fewestRequestsPer5m } from '../schema/defaults.ts'
import { environmentFinding } from '../secrets/credentials.ts'
import { at, isMap, type Tree } from '../yaml/tree.ts'

/** The settings of the file and of the environment. The environment wins, because one file serves all shards. */
interface Said {
  readonly index: unknown
  readonly total: unknown
}

function said(file: Said, env: Environment): Said {
  return { index: env['SHARD_INDEX'] || file.index, total: env['SHARD_TOTAL'] || file.total }
}

/** Reads `3`, or the 3 of a pod's name such as `exporter-3`. */
function ordinal(word: unknown, byDefault: number): number | undefined {
  if (word === undefined) return byDefault
  if (typeof word !== 'string' && typeof word !== 'number') return undefined
  const digits = /^(?:.*-)?(\d{1,6})$/.exec(String(word))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The input must have no problem. */
export function resolveShard(file: Partial<Said> | undefined, env: Environment): Shard {
  const { index, total } = said({ index: file?.index, total: file?.total }, env)
  return {
    index: ordinal(index, defaults.shard.index) ?? defaults.shard.index,
    total: ordinal(total, defaults.shard.total) ?? defaults.shard.total,
  }
}

export function shardFaults(tree: Tree, env: Environment): readonly Finding[] {
  const file = { index: at(tree, ['shard', 'index']), total: at(tree, ['shard', 'total']) }
  const words = said(file, env)
  const index = ordinal(words.index, defaults.shard.index)
  const total = ordinal(words.total, defaults.shard.total)
  return [
    ...(env['SHARD_INDEX'] && index === undefined
      ? [environmentFinding('SHARD_INDEX', "expected a whole number from 0, or a pod's name that ends in one")]
      : []),
    ...(env['SHARD_TOTAL'] && !total ? [environmentFinding('SHARD_TOTAL', 'expected a whole number from 1')] : []),
    ...(env['SHARD_TOTAL'] && total && total > 1 && words.index === undefined ? [withoutIndex(total)] : []),
    ...(index !== undefined && total && index >= total ? [outOfRange(index, total, isMap(at(tree, ['shard'])))] : []),
    ...(total ? tooSmallShare(total, at(tree, ['cloudflare', 'requests_per_5m']) ?? defaults.requestsPer5m) : []),
  ]
}

/** With fewer requests than the minimum, a shard would wait for its turn for ever. */
function tooSmallShare(total: number, requestsPer5m: unknown): readonly Finding[] {
  if (typeof requestsPer5m !== 'number' || !Number.isInteger(requestsPer5m)) return []
  if (requestsPer5m < fewestRequestsPer5m || requestsPer5m / total >= fewestRequestsPer5m) return []
  const expected = `expected at least ${fewestRequestsPer5m} for each of ${total} shards, which is ${fewestRequestsPer5m * total}`
  return [
    { path: ['cloudflare', 'requests_per_5m'], text: `${requestsPer5m} in five minutes are too few: ${expected}` },
  ]
}

/** Otherwise every instance would be shard 0, and nobody would watch the zones of the others. */
function withoutIndex(total: number): Finding {
  const expected = `expected SHARD_INDEX beside it, from 0 to ${total - 1}, or a pod's name that ends in that`
  return environmentFinding('SHARD_TOTAL', `${total} shards, and nothing says which one this is: ${expected}`)
}

function outOfRange(index: number, total: number, inFile: boolean): Finding {
  const text = `this is shard ${index} of ${total}: shards count from 0, so the last one is ${total - 1}`
  return inFile ? { path: ['shard'], text, at: 'key' } : environmentFinding('SHARD_INDEX', text)
}
