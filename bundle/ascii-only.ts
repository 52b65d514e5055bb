import type { Plugin } from 'rolldown'

/**
 * Writes characters beyond ASCII as escapes. With a single one of them, Node.js keeps the text of the whole file at two bytes a character,
 * for as long as the process runs.
 */
export function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') file.code = inAscii(file.code)
        else if (file.fileName.endsWith('.mjs')) file.source = inAscii(String(file.source))
    },
  }
}

/** @throws if such a character stands behind a backslash, where an escape would mean something else */
export function inAscii(code: string): string {
  const escaped = /\\[^\p{ASCII}]/u.exec(code)
  if (escaped) throw new Error(`the bundle has a backslash before a character beyond ASCII: ${escaped[0]}`)
  return code.replaceAll(/[^\p{ASCII}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}
