import { isDeepStrictEqual } from 'node:util'

/** The object from before where the next one says the same, so that whatever was derived from it can be kept. */
export function sameOr<T>(before: T | undefined, next: T): T {
  return before !== undefined && isDeepStrictEqual(before, next) ? before : next
}

/** As `sameOr`, for objects whose own fields keep theirs. */
export function sameFieldsOr<T extends object>(before: T | undefined, next: T): T {
  if (before === undefined) return next
  const fields = Object.entries(next)
  const old = new Map(Object.entries(before))
  return old.size === fields.length && fields.every(([name, value]) => old.get(name) === value) ? before : next
}

/** As `sameOr`, for maps whose values keep their objects. */
export function sameMapOr<K, V>(before: ReadonlyMap<K, V> | undefined, next: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  if (before?.size !== next.size) return next
  const keys = [...before.keys()]
  return [...next].every(([key, value], i) => keys[i] === key && before.get(key) === value) ? before : next
}
