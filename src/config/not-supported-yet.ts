import type { Finding } from './problems.ts'
import { at, type Path, type Tree } from './tree.ts'

/** Refused, because a key that is accepted and does nothing would be a certificate that nobody watches. */
const keys: readonly Path[] = [['hostnames'], ['zones'], ['discover_zones']]

export function notSupportedYet(tree: Tree): readonly Finding[] {
  const present = keys.filter((path) => at(tree, path) !== undefined)
  return present.map((path) => ({ path, text: 'not supported yet: expected the file without it', at: 'key' as const }))
}
