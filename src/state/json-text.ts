/**
 * Writes the text of each object once: what did not change from one snapshot to the next is the same object.
 * @param write of objects that never change
 */
export function writtenOnce<T extends object>(write: (value: T) => string): (value: T) => string {
  const written = new WeakMap<T, string>()
  return (value) => {
    const text = written.get(value) ?? write(value)
    written.set(value, text)
    return text
  }
}

/** JSON in which what is undefined is null. A replacer that does this takes several times as long. */
export function jsonText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  const fields = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`)
  return `{${fields.join(',')}}`
}

export function jsonField(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${jsonText(value)}`
}
