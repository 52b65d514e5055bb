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
  return before !== undefined && correspond(before, next) ? before : next
}

/** Whether two maps have the same keys in the same order, and all their values are the same or agree. */
export function correspond<K, V>(
  before: ReadonlyMap<K, V>,
  next: ReadonlyMap<K, V>,
  agree: (before: V, next: V) => boolean = Object.is,
): boolean {
  if (before === next) return true
  if (before.size !== next.size) return false
  const entries = before.entries()
  for (const [key, value] of next) {
    const [keyBefore, valueBefore] = entries.next().value ?? []
    if (keyBefore !== key || valueBefore === undefined) return false
    if (valueBefore !== value && !agree(valueBefore, value)) return false
  }
  return true
}
