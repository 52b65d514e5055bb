import { isDeepStrictEqual } from 'node:util'

/** Returns the earlier object if the next one is equal, so that everything derived from it can be kept. */
export function reuseIfEqual<T>(before: T | undefined, next: T): T {
  return before !== undefined && before !== next && isDeepStrictEqual(before, next) ? before : next
}

/** As `reuseIfEqual`, for objects whose fields are reused themselves. This is a hundred times cheaper. */
export function reuseIfSameFields<T extends object>(before: T | undefined, next: T): T {
  if (before === undefined) return next
  const fields = Object.entries(next)
  const isSame =
    fields.length === Object.keys(before).length && fields.every(([name, value]) => isField(before, name, value))
  return isSame ? before : next
}

function isField(of: object, name: string, value: unknown): boolean {
  return Object.hasOwn(of, name) && Reflect.get(of, name) === value
}

/** As `reuseIfEqual`, for maps whose values are reused themselves. */
export function reuseIfSameEntries<K, V>(
  before: ReadonlyMap<K, V> | undefined,
  next: ReadonlyMap<K, V>,
): ReadonlyMap<K, V> {
  if (before?.size !== next.size) return next
  const keys = before.keys()
  for (const [key, value] of next) if (keys.next().value !== key || before.get(key) !== value) return next
  return before
}
