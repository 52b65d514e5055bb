/**
 * Writes every control, format and separator character as \uXXXX. A reader of JSON sees no difference. A terminal, or a program that
 * splits text at Unicode separators, would.
 * @param json line breaks between its values are kept
 */
export function printableJson(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')
}
