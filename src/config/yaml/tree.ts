/** The parsed YAML before anything is known of its shape. */
export type Tree = unknown

export type Path = readonly (string | number)[]

export function isMap(tree: Tree): tree is Readonly<Record<string, Tree>> {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree)
}

/** The value there; undefined where it is missing or something on the way is no map or list. */
export function at(tree: Tree, path: Path): Tree {
  let here = tree
  for (const key of path) {
    if (Array.isArray(here) && typeof key === 'number') here = here[key]
    else if (isMap(here) && Object.hasOwn(here, key)) here = here[key]
    else return undefined
  }
  return here
}

export function textAt(tree: Tree, path: Path): string | undefined {
  const value = at(tree, path)
  return typeof value === 'string' ? value : undefined
}

/** Its items; none where it is missing or no list. */
export function listAt(tree: Tree, path: Path): readonly Tree[] {
  const value = at(tree, path)
  return Array.isArray(value) ? value : []
}

/** Its keys; none where it is missing or no map. */
export function keysAt(tree: Tree, path: Path): readonly string[] {
  const value = at(tree, path)
  return isMap(value) ? Object.keys(value) : []
}
