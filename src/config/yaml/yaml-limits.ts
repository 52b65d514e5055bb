import type { CST, Parser } from 'yaml'

/** Of all lists together; ten thousand certificates are what one daemon is made for. */
export const mostEntries = 20_000
export const tooManyEntries = `too many entries: expected at most ${mostEntries} in one file`

/** A line such as `name: origin` has seven tokens: ten thousand entries with three labels each have 630,000. */
const mostTokens = 700_000

/** Of all that has to be kept until the end: everything but entries of the lists at the top. Each takes some 200 bytes. */
const mostKeptTokens = 300_000

const longestToken = 128 * 1024
const deepest = 100

/** Each unknown one costs an error of the library's, with its stack. */
const mostDirectives = 100

const scalarMark = '\u001f'

/** Counts what a parser is given, token by token, and says when it is too much to go on. */
export class YamlLimits {
  #tokens = 0
  #kept = 0
  #keptOfEntries = 0
  #directives = 0
  #isScalar = false

  /** @returns why this token must not be read; undefined where it may */
  excess(token: string, { stack }: Parser): string | undefined {
    if (token.length > longestToken) return 'a text is too long: expected at most 128 kB'
    if (stack.length > deepest) return 'the nesting is too deep: expected a few levels'
    this.#count(token, entriesIn(stack) !== undefined)
    if (this.#directives > mostDirectives)
      return 'too many YAML directives: expected none, a line that begins with % needs quotes'
    if (this.#kept > mostKeptTokens)
      return 'too much stands here: expected fewer keys and values, and long lists as blocks, each entry behind a dash on a line of its own'
    if (this.#tokens > mostTokens) return 'the file has too many keys and values: expected less in one file'
    return undefined
  }

  /** The entries of the present list were made into nodes, and their tokens forgotten. */
  entriesForgotten(): void {
    this.#kept -= this.#keptOfEntries
    this.#keptOfEntries = 0
  }

  #count(token: string, isInEntries: boolean): void {
    const weight = Math.max(1, linesIn(token))
    this.#tokens += weight
    this.#kept += weight
    this.#keptOfEntries = isInEntries ? this.#keptOfEntries + weight : 0
    if (!this.#isScalar && token.startsWith('%')) this.#directives += 1
    this.#isScalar = token === scalarMark
  }
}

/** The block list that is being read directly below the map at the top, if there is one. */
export function entriesIn([document, map, list]: Parser['stack']): CST.BlockSequence | undefined {
  return document?.type === 'document' && map?.type === 'block-map' && list?.type === 'block-seq' ? list : undefined
}

/** Where each line begins is remembered, those of a long text too. */
function linesIn(token: string): number {
  let lines = 0
  for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) lines += 1
  return lines
}
