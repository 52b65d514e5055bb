/** The candidate that the word is most likely a misspelling of, if there is one. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  // An extremely long key is no misspelling, and comparing it would take the square of its length.
  if (word.length > 64) return undefined
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate
}

export type Suggest = (word: string, candidates: readonly string[]) => string | undefined

/** Works like `closest` for the first words only. A file with thousands of unknown words needs no guess for each. */
export function firstSuggestions(most = 500): Suggest {
  let asked = 0
  return (word, candidates) => (asked++ < most ? closest(word, candidates) : undefined)
}

/** Treats `zoneId`, `zone-id` and `zone_id` as the same word. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '')
}

/** Counts letters that were inserted, left out, replaced, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  const first = Array.from({ length: b.length + 1 }, (_, index) => index)
  const rows = [first]
  for (let row = 1; row <= a.length; row++) rows.push(nextRow(a, b, row, rows))
  return rows.at(-1)?.[b.length] ?? 0
}

function nextRow(a: string, b: string, row: number, rows: readonly (readonly number[])[]): number[] {
  const current = [row]
  for (let column = 1; column <= b.length; column++) {
    const isSame = a[row - 1] === b[column - 1]
    const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
    const replaced = (rows[row - 1]?.[column - 1] ?? 0) + (isSame ? 0 : 1)
    const swapped = isSwapped ? (rows[row - 2]?.[column - 2] ?? row) + 1 : replaced
    current.push(Math.min(replaced, swapped, (rows[row - 1]?.[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
  }
  return current
}
