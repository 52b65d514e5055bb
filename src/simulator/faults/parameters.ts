/** One parameter of a fault: what it is where nothing is said, and what may be said. */
export interface Parameter<T> {
  readonly fallback: T
  /** For people. */
  readonly shape: string
  accepts(value: unknown): value is T
}

/** A number, not negative. */
export function number(fallback: number): Parameter<number> {
  const accepts = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 0
  return { fallback, shape: 'a number', accepts }
}

export function text(fallback: string): Parameter<string> {
  return { fallback, shape: 'a text', accepts: (value): value is string => typeof value === 'string' }
}

/** One of several words; the first where nothing is said. */
export function oneOf<const T extends string>(fallback: T, ...others: readonly T[]): Parameter<T> {
  const words: readonly T[] = [fallback, ...others]
  return {
    fallback,
    shape: words.join(' | '),
    accepts: (value): value is T => words.some((word) => word === value),
  }
}
