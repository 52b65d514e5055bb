import { at, isMap, keysAt, listAt, type Path, type Tree } from '../yaml/tree.ts'

const watcherLists = ['certificates', 'hostnames', 'zones', 'accounts'] as const

/** The paths of all entries that can have their own credentials, labels and thresholds. */
export function watcherPaths(tree: Tree): readonly Path[] {
  const listed = watcherLists.flatMap((list) => listAt(tree, [list]).map((_, index): Path => [list, index]))
  return isMap(at(tree, ['discover_zones'])) ? [...listed, ['discover_zones']] : listed
}

/** The paths of all CA files that are watched by themselves. */
export function bundlePaths(tree: Tree): readonly Path[] {
  return listAt(tree, ['bundles']).map((_, index): Path => ['bundles', index])
}

/** False if one of the lists has the wrong type. That is a problem of its own, and must not cause this one. */
export function watchesNothing(tree: Tree): boolean {
  return asksForNothing(tree) && isEmptyList(at(tree, ['bundles']))
}

/** Whether Cloudflare is asked for nothing, so that no credential is needed. */
export function asksForNothing(tree: Tree): boolean {
  const discovery = at(tree, ['discover_zones'])
  const isNothing = watcherLists.every((list) => isEmptyList(at(tree, [list])))
  return isNothing && (discovery === undefined || discovery === false)
}

function isEmptyList(value: Tree | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

/** The names defined in the file. Undefined if `credentials` is not a map. */
export function definedCredentials(tree: Tree): readonly string[] | undefined {
  const value = at(tree, ['credentials'])
  return value === undefined || isMap(value) ? keysAt(tree, ['credentials']) : undefined
}
