const mebibyte = 2 ** 20
export const repeated = (text: string, bytes = 8 * mebibyte - 1) => text.repeat(Math.floor(bytes / text.length))
export const numbered = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

/** Configurations that want time or memory, each by another way. */
export const hostileTexts: readonly (readonly [what: string, text: () => string])[] = [
  ['400,000 keys in one map', () => `x: {${numbered(400_000, (i) => `k${i}: 1, `)}}`],
  ['400,000 keys in lines', () => numbered(400_000, (i) => `k${i}: 1\n`)],
  ['40,000 keys in one map', () => `x: {${numbered(40_000, (i) => `k${i}: 1, `)}}`],
  ['40,000 times the same key', () => repeated('a: 1\n', 200_000)],
  ['200,000 anchors', () => numbered(200_000, (i) => `a${i}: &a${i} x\n`)],
  ['100,000 aliases in entries', () => `certificates:\n- &a {}\n${repeated('- *a\n', 500_000)}`],
  ['20,000 aliases in one list', () => `x: &a [1]\ny: [${repeated('*a, ', 80_000)}]`],
  ['100,000 brackets', () => '['.repeat(100_000)],
  ['100,000 closed brackets', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['50,000 open maps', () => '{a: '.repeat(50_000)],
  ['one line', () => repeated('x')],
  ['one line of commas', () => `[${repeated(',')}]`],
  ['reserved characters', () => '@\n'.repeat(1_000_000)],
  ['white space', () => repeated(' ')],
  ['empty lines', () => repeated('\n')],
  ['comments', () => repeated('#\n')],
  ['directives', () => repeated('%A\n')],
  ['documents', () => repeated('---\n')],
  ['dashes', () => repeated('- ')],
  ['question marks', () => repeated('? ')],
  ['colons', () => repeated(': ')],
  ['quotes', () => repeated('"')],
  ['tags', () => repeated('!!a ')],
  ['entries that are none', () => `certificates:\n${repeated('- x\n')}`],
  ['entries that are no YAML', () => `certificates:\n${repeated('- @\n')}`],
  ['entries with unknown tags', () => `certificates:\n${repeated('- !x a\n')}`],
  ['entries with unknown keys', () => `certificates:\n${repeated('- {naem: 1, zoen: 1}\n')}`],
  ['entries that are lists in lists', () => `certificates:\n${repeated('- - - x\n')}`],
  ['entries of brackets', () => `certificates:\n${repeated('- [a,b,c,d]\n')}`],
  ['entries with one-letter keys', () => `certificates:\n${repeated('- a: b\n')}`],
  ['entries with many one-letter keys', () => `certificates:\n${repeated('- {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1}\n')}`],
  ['empty entries', () => `certificates:\n${repeated('-\n')}`],
  ['entries of several lines', () => `certificates:\n${repeated('- |\n  x\n')}`],
  ['entries with comments', () => `certificates:\n${repeated('- x # c\n# d\n')}`],
  ['20,000 entries of long texts', () => `certificates:\n${numbered(19_999, () => `- ${'x'.repeat(390)}\n`)}`],
  ['maps in one pair of brackets', () => `certificates: [${repeated('{a: b},')}]`],
  ['a list of lists instead of a map', () => repeated('- - x\n')],
  ['one long list in one entry', () => `certificates:\n- labels:\n${repeated('  - x\n')}`],
  ['many short lists', () => numbered(400_000, (i) => `k${i}:\n- x\n`)],
  ['long texts', () => numbered(68, (i) => `a${i}: |\n${repeated(' x\n', 120_000)}`)],
  ['deep blocks', () => numbered(3_900, (i) => `${' '.repeat(i)}a:\n`)],
  [
    'thousands of credentials, and thousands of unknown ones',
    () =>
      `credentials:\n${numbered(15_000, (i) => `  c${i}: {api_token_file: t}\n`)}certificates:\n${numbered(9_000, (i) => `- {credentials: d${i}}\n`)}`,
  ],
]
