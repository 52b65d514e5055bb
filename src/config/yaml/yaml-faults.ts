import type { ErrorCode } from 'yaml'

/** The library's, and one of ours: it tells a quote that is never closed where the text ends, which may be the end of the file. */
export type FaultCode = ErrorCode | 'UNCLOSED_QUOTE'

/** One open bracket too many can give an error for every line behind it. */
export const mostFaults = 10

/** In our own words, because the library's repeat the text, which may be a secret. */
const texts: Readonly<Partial<Record<FaultCode, string>>> = {
  BAD_ALIAS: 'an alias or anchor without a usable name: expected a name behind * or &, or quotes around the text',
  BAD_DIRECTIVE: 'an unknown YAML directive: expected none, a line that begins with % needs quotes',
  BAD_DQ_ESCAPE: 'an unknown escape in double quotes: expected \\\\ for a backslash, or single quotes',
  BAD_INDENT:
    'the indentation does not fit, or a bracket is not closed: expected the lines of one map or list in one column',
  BAD_SCALAR_START: 'the text begins with a character that YAML reserves: expected quotes around it',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " on one line: expected quotes around text that contains a colon',
  DUPLICATE_KEY: 'the same key stands twice in one map: expected it once',
  KEY_OVER_1024_CHARS: 'a key of more than 1024 characters: expected a colon much earlier',
  MISSING_CHAR:
    'a character is missing: expected "key: value" with a space, closed quotes, and commas between items in brackets',
  MULTILINE_IMPLICIT_KEY: 'a key over several lines: expected "key: value" on one line',
  MULTIPLE_DOCS: 'a second YAML document begins here: expected one document a file, without ---',
  NON_STRING_KEY: 'a key that is a list, a map or an alias: expected plain text',
  RESOURCE_EXHAUSTION: 'the nesting is too deep: expected a few levels',
  TAB_AS_INDENT: 'a tab in the indentation: expected spaces',
  TAG_RESOLVE_FAILED: 'an unknown or unfitting YAML tag: expected no tag, text that begins with ! needs quotes',
  UNCLOSED_QUOTE: 'a quote that is never closed: expected the same quote again at the end of this text',
  UNEXPECTED_TOKEN:
    'something that does not belong here: expected "key: value" or "- item", and quotes around special characters',
}

export function yamlFaultText(code: FaultCode): string {
  return texts[code] ?? 'this is not valid YAML: expected "key: value" or "- item"'
}

/** Faults after which the rest of the file can still be judged, so that all problems are told at once. */
export function isHarmless({ code }: { readonly code: FaultCode }): boolean {
  return code === 'DUPLICATE_KEY' || code === 'TAG_RESOLVE_FAILED'
}
