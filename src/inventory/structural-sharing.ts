import { isDeepStrictEqual } from 'node:util'

/** Returns the earlier object if the next one is equal, so that everything derived from it can be kept. */
export function reuseIfEqual<T>(before: T | undefined, next: T): T {
  return before !== undefined && areEqual(before, next) ? before : next
}

/** As `isDeepStrictEqual`, which is slow even if all fields are the same values. */
export function areEqual(before: unknown, next: unknown): boolean {
  if (before === next) return true
  if (isPlain(before) && isPlain(next) && haveSameFields(before, next)) return true
  return isDeepStrictEqual(before, next)
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** As `reuseIfEqual`, for objects whose fields are reused themselves. This is a hundred times cheaper. */
export function reuseIfSameFields<T extends object>(before: T | undefined, next: T): T {
  return before !== undefined && haveSameFields(before, next) ? before : next
}

/** Lists of the same values count as the same field. */
function haveSameFields(before: object, next: object): boolean {
  let missing = 0
  for (const name in before) if (Object.hasOwn(before, name)) missing++
  for (const name in next) {
    if (!Object.hasOwn(next, name)) continue
    if (!Object.hasOwn(before, name) || !isSame(Reflect.get(before, name), Reflect.get(next, name))) return false
    missing--
  }
  return missing === 0
}

function isSame(before: unknown, next: unknown): boolean {
  if (before === next) return true
  if (!Array.isArray(before) || !Array.isArray(next)) return false
  return before.length === next.length && before.every((value, i) => value === next[i])
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
