import { environmentFinding } from './credentials.ts'
import type { Environment } from './model.ts'
import type { Finding } from './problems.ts'
import { at, type Path, type Tree } from './tree.ts'

/** Refused, because a key that is accepted and does nothing would be a certificate that nobody watches. */
const keys: readonly Path[] = [
  ['hostnames'],
  ['zones'],
  ['discover_zones'],
  ['shard'],
  ['drill'],
  ['server', 'web_config_file'],
  ['server', 'probe_listen'],
]

const variables = ['SHARD_INDEX', 'SHARD_TOTAL']

export function notSupportedYet(tree: Tree, env: Environment): readonly Finding[] {
  const present = keys.filter((path) => at(tree, path) !== undefined)
  return [
    ...present.map((path) => ({ path, text: 'not supported yet: expected the file without it', at: 'key' as const })),
    ...variables
      .filter((name) => (env[name] ?? '') !== '')
      .map((name) => environmentFinding(name, 'not supported yet: expected the environment without it')),
  ]
}
