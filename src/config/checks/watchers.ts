import { at, isMap, keysAt, listAt, type Path, type Tree } from '../yaml/tree.ts'

const watcherLists = ['certificates', 'hostnames', 'zones', 'accounts'] as const

/** The paths of all entries that can have their own credentials, labels and thresholds. */
export function watcherPaths(tree: Tree): readonly Path[] {
  const listed = watcherLists.flatMap((list) => listAt(tree, [list]).map((_, index): Path => [list, index]))
  return isMap(at(tree, ['discover_zones'])) ? [...listed, ['discover_zones']] : listed
}

/** False if one of the lists has the wrong type. That is a problem of its own, and must not cause this one. */
export function watchesNothing(tree: Tree): boolean {
  const isNothing = watcherLists.every((list) => {
    const value = at(tree, [list])
    return value === undefined || (Array.isArray(value) && value.length === 0)
  })
  const discovery = at(tree, ['discover_zones'])
  return isNothing && (discovery === undefined || discovery === false)
}

/** The names defined in the file. Undefined if `credentials` is not a map. */
export function definedCredentials(tree: Tree): readonly string[] | undefined {
  const value = at(tree, ['credentials'])
  return value === undefined || isMap(value) ? keysAt(tree, ['credentials']) : undefined
}
