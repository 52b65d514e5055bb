import type { Environment } from '../model.ts'
import type { Finding, Locate } from '../problems.ts'
import { shardFaults } from '../values/shard.ts'
import type { Tree } from '../yaml/tree.ts'
import { credentialFaults } from './credentials.ts'
import { badLabelNames, duplicateEntries, emptyWatchList, misplacedCertificates, unlistedHostnames } from './entries.ts'
import { misplacedSecrets } from './misplaced-secrets.ts'
import { statePathFaults } from './state-path.ts'
import { staleAfterOrder, thresholdOrder } from './thresholds.ts'
import { meaninglessValues } from './values.ts'

/**
 * The checks that a schema cannot make. They work on the raw tree and assume nothing, because zod skips refinements when one field has
 * the wrong type, and all problems should be reported at once.
 */
export function crossFieldFindings(
  tree: Tree,
  { path, env }: { readonly path: string; readonly env: Environment },
  locate: Locate,
): readonly Finding[] {
  return [
    ...meaninglessValues(tree),
    ...emptyWatchList(tree),
    ...duplicateEntries(tree, locate),
    ...misplacedCertificates(tree),
    ...unlistedHostnames(tree),
    ...thresholdOrder(tree),
    ...staleAfterOrder(tree),
    ...badLabelNames(tree),
    ...misplacedSecrets(tree, env),
    ...credentialFaults(tree, env),
    ...shardFaults(tree, env),
    ...statePathFaults(tree, path, env),
  ]
}
