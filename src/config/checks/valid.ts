/** Returns a value that was checked before. Throws if it is not valid, which is a mistake in the program. */
export function valid<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a configuration was resolved that had not been validated')
  return value
}
