import { at, isMap, keysAt, listAt, type Path, type Tree } from '../yaml/tree.ts'

const watcherLists = ['certificates', 'hostnames', 'zones'] as const

/** The paths of all entries that may have credentials, labels and thresholds of their own. */
export function watcherPaths(tree: Tree): readonly Path[] {
  const listed = watcherLists.flatMap((list) => listAt(tree, [list]).map((_, index): Path => [list, index]))
  return isMap(at(tree, ['discover_zones'])) ? [...listed, ['discover_zones']] : listed
}

/** False where one of the lists is of a wrong type: that is a problem of its own, and this would not be its cause. */
export function watchesNothing(tree: Tree): boolean {
  const isNothing = watcherLists.every((list) => {
    const value = at(tree, [list])
    return value === undefined || (Array.isArray(value) && value.length === 0)
  })
  const discovery = at(tree, ['discover_zones'])
  return isNothing && (discovery === undefined || discovery === false)
}

/** The names defined in the file; undefined where `credentials` is not even a map. */
export function definedCredentials(tree: Tree): readonly string[] | undefined {
  const value = at(tree, ['credentials'])
  return value === undefined || isMap(value) ? keysAt(tree, ['credentials']) : undefined
}
