/** A parameter of a fault: its default and its allowed values. */
export interface Parameter<T> {
  readonly fallback: T
  /** A description for people. */
  readonly shape: string
  accepts(value: unknown): value is T
}

/** A number that is not negative. */
export function number(fallback: number): Parameter<number> {
  const accepts = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 0
  return { fallback, shape: 'a number', accepts }
}

export function text(fallback: string): Parameter<string> {
  return { fallback, shape: 'a text', accepts: (value): value is string => typeof value === 'string' }
}

/** One of several words. The first is the default. */
export function oneOf<const T extends string>(fallback: T, ...others: readonly T[]): Parameter<T> {
  const words: readonly T[] = [fallback, ...others]
  return {
    fallback,
    shape: words.join(' | '),
    accepts: (value): value is T => words.some((word) => word === value),
  }
}
