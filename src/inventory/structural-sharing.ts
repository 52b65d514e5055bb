import { isDeepStrictEqual } from 'node:util'

/** The object from before where the next one says the same, so that whatever was derived from it can be kept. */
export function reuseIfEqual<T>(before: T | undefined, next: T): T {
  return before !== undefined && before !== next && isDeepStrictEqual(before, next) ? before : next
}

/** As `sameOr`, for objects whose own fields keep their objects: that is a hundred times cheaper. */
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

/** As `sameOr`, for maps whose values keep their objects. */
export function reuseIfSameEntries<K, V>(
  before: ReadonlyMap<K, V> | undefined,
  next: ReadonlyMap<K, V>,
): ReadonlyMap<K, V> {
  if (before?.size !== next.size) return next
  const keys = before.keys()
  for (const [key, value] of next) if (keys.next().value !== key || before.get(key) !== value) return next
  return before
}
