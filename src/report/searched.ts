/** A search looks in so many characters of each text: names can have 100 kB. */
const searchedLength = 512

/** The text that a search looks in, in lower case. */
export function searchedIn(texts: readonly string[]): string {
  return texts
    .map((text) => text.slice(0, searchedLength))
    .join('\n')
    .toLowerCase()
}
