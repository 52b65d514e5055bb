import { bundlePaths, watcherPaths } from './checks/watchers.ts'
import type { TrustFile } from './model.ts'
import { type Locate, toProblem } from './problems.ts'
import { besideFile } from './values/relative-path.ts'
import { at, isMap, type Path, type Tree, textAt } from './yaml/tree.ts'

/** Every CA file that a valid configuration names, once each. */
export function trustFilesOf(tree: Tree, configPath: string, locate: Locate): readonly TrustFile[] {
  const files = new Map<string, TrustFile>()
  for (const path of [...trustedByPaths(tree), ...bundleFilePaths(tree)]) {
    const named = textAt(tree, path)
    const file = named === undefined ? undefined : besideFile(named, configPath)
    if (file === undefined || files.has(file)) continue
    const { text: _, ...place } = toProblem(configPath, { path, text: '' }, locate)
    files.set(file, { path: file, place })
  }
  return [...files.values()]
}

/** Where the file of each bundle is named. */
export function bundleFilePaths(tree: Tree): readonly Path[] {
  return bundlePaths(tree).map((bundle) => [...bundle, 'path'])
}

/** Where a CA file may be named, globally and in every entry: `trusted_by` itself, or `path` in it. */
export function trustedByPaths(tree: Tree): readonly Path[] {
  return [[], ...watcherPaths(tree)].map((entry) => {
    const own = [...entry, 'trusted_by']
    return isMap(at(tree, own)) ? [...own, 'path'] : own
  })
}
