/** What a problem would have been found with, had it not been right. Throws otherwise: asking is a programmer's mistake. */
export function valid<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a configuration was resolved that had not been validated')
  return value
}
