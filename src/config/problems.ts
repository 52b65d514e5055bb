import { withoutSecrets } from './secrets/looks-like-secret.ts'
import { credentialWords, isCredentialName } from './secrets/secret-words.ts'
import type { Path } from './yaml/tree.ts'

/** A problem of the configuration, with its place in the file. Lines and columns count from 1. */
export interface Problem {
  /** The file as the user named it. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** `certificates[0].labels.team`, `(file)` for the file as a whole, or `$NAME` for the environment. */
  readonly path: string
  /** One line that says what is wrong and what would be right. It never contains a value from below `credentials`. */
  readonly text: string
}

const wholeFile = '(file)'

export interface Position {
  readonly line: number
  readonly column: number
}

/** A problem that does not know its place in the text yet. */
export interface Finding {
  readonly path: Path
  readonly text: string
  /** The place to point to: the value (default), the key, or another place. */
  readonly at?: 'key' | Position
}

export type Locate = (path: Path, part?: 'key' | 'value') => Position

export function toProblem(file: string, { path, text, at }: Finding, locate: Locate): Problem {
  const position = typeof at === 'object' ? at : locate(path, at)
  return { file, line: position.line, column: position.column, path: printed(pathText(path)), text: printed(text) }
}

/** What concerns the file as a whole has no place in it. */
export function formatProblem({ file, line, column, path, text }: Problem): string {
  if (path === wholeFile && line === 1 && column === 1) return `${file}: ${text}`
  return `${file}:${line}:${column}: ${path}: ${text}`
}

/** More problems would not be read, and a log line must not have megabytes. */
const mostProblems = 1_000

/** Sorts problems in the order of the file. Of thousands it keeps the first, and says how many more there are. */
export function inOrder(findings: readonly Finding[], file: string, locate: Locate): readonly Problem[] {
  const problems = findings.map((finding) => toProblem(file, finding, locate)).toSorted(byPosition)
  const told = problems.slice(0, mostProblems)
  const more = problems.length - told.length
  const last = told.at(-1)
  if (more === 0 || last === undefined) return told
  return [...told, { ...last, path: wholeFile, text: `${more} more problems like those above` }]
}

/** Problems at the same place keep their order. */
function byPosition(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column
}

export function pathText(path: Path): string {
  if (path.length === 0) return wholeFile
  return path.map((key, depth) => (isPrintable(path, depth) ? step(key, depth) : '[?]')).join('')
}

function step(key: string | number, depth: number): string {
  if (typeof key === 'number') return `[${key}]`
  if (!/^[$A-Za-z_][\w-]*$/.test(key)) return `[${quoted(key)}]`
  return depth === 0 ? key : `.${key}`
}

/** A user may put a secret in place of a key, so only words that cannot be one are shown. */
function isPrintable(path: Path, depth: number): boolean {
  if (path[0] !== 'credentials' || depth === 0) return true
  const key = String(path[depth])
  return depth === 1 ? isCredentialName(key) : credentialWords.includes(key)
}

/** Quotes a text and cuts it to a sensible length. */
export function quoted(text: string): string {
  // Secrets are hidden before the text is cut, because a part of a secret would not be recognised.
  const shown = withoutSecrets(text)
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 60)}…` : shown)
}

/** Text that anybody may read. Secrets are hidden under any key. */
function printed(text: string): string {
  return withoutSecrets(oneLine(text))
}

/** No character may end the line or change the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
