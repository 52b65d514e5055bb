import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatProblem, parseConfig } from '../../src/config/load.ts'
import { anyCharacter } from '../support/any-character.ts'
import { runsOf } from '../support/sample.ts'
import { certificateId, certificates, problems, tokenEnv, zoneId } from './support.ts'

const keys = [
  ...['schedule', 'timezone', 'thresholds', 'stale_after', 'cloudflare', 'credentials', 'certificates', 'hostnames'],
  ...['zones', 'discover_zones', 'server', 'state', 'shard', 'drill', 'warning', 'critical', 'base_url', 'timeout'],
  ...['requests_per_5m', 'default', 'api_token_file', 'api_token', 'account_id', 'email', 'api_key_file', 'zone_id'],
  ...['certificate_id', 'name', 'zone', 'kind', 'labels', 'team', 'hostname', 'kinds', 'exclude', 'include', 'listen'],
  ...['status_page', 'index', 'total', '__proto__', 'constructor', 'toString', '<<', '', 'a\nb', 'zone id'],
]
const values = [
  ...['@hourly', '90m', '1h', '* * * * *', '0 0 1 * 1', 'UTC', '30d', '33%', '0%', '999999999y', zoneId, certificateId],
  ...['hostname', 'https://example.com', 'http://[', ':9977', ':99999', 'a\u2028b', '\u0000', 'x'.repeat(5000)],
]
const scalar = fc.oneof(
  fc.constantFrom(...values),
  fc.constantFrom(null, true, false, 0, -1, 60, 1e40, 600),
  fc.string({ unit: anyCharacter, maxLength: 20 }),
)
const key = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...keys) },
  fc.string({ unit: anyCharacter, maxLength: 8 }),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalar, tie('list'), tie('map'), tie('map')),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('tree'), { maxKeys: 8 }),
}))

function check(text: string) {
  const result = parseConfig(text, { path: 'config.yaml', env: tokenEnv })
  if (result.ok) return
  expect(result.problems.length).toBeGreaterThan(0)
  let last = 1
  for (const problem of result.problems) {
    expect(problem.line).toBeGreaterThanOrEqual(last)
    expect(problem.column).toBeGreaterThanOrEqual(1)
    expect(problem.text).not.toBe('')
    expect(formatProblem(problem)).not.toMatch(/[\n\r\u0000-\u001f\u2028\u2029]/)
    last = problem.line
  }
}

describe('no input throws, and every problem is one line with a place', () => {
  test('any tree', () => {
    fc.assert(
      fc.property(tree, (value) => check(JSON.stringify(value))),
      { numRuns: runsOf(30) },
    )
  })

  test('any map of the keys there are', () => {
    const top = fc.dictionary(fc.constantFrom(...keys), tree, { minKeys: 1, maxKeys: 8 })
    fc.assert(
      fc.property(top, (value) => check(JSON.stringify(value))),
      { numRuns: runsOf(30) },
    )
  })

  test('any text', () => {
    const piece = fc.constantFrom(
      ...[...keys, ...values, ': ', ':\n  ', '- ', '\n', '\n\t', '[', ']', '{', '}', ', ', '"', "'", '|\n', '>-\n'],
      ...[
        '&a ',
        '*a',
        '*b',
        '!!binary ',
        '!x ',
        '!!set ',
        '? ',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '#',
        '\\',
        '\r\n',
        '\ufeff',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => check(pieces.join(''))),
      { numRuns: runsOf(150) },
    )
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), check), { numRuns: runsOf(100) })
  })

  test.each([
    ['brackets', '['.repeat(20_000)],
    ['closed brackets', `certificates: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['deep blocks', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'a loop of aliases',
      'credentials: &a {default: *a, b: {email: *a}}\ncertificates: &b [{labels: *b, zone_id: *b}]',
    ],
  ])('%s', (_, text) => check(text))
})

describe('a secret is never printed', () => {
  // As long as the shortest of Cloudflare's own.
  const marker = 'Zq7secretsecretsecretsecretsecretsecret'

  /** Any tree in which the marker stands in some place, as value or as key. */
  const poisoned = fc.tuple(tree, fc.infiniteStream(fc.nat({ max: 9 }))).map(([value, dice]) => poison(value, dice))

  function poison(value: unknown, dice: Iterator<number>): unknown {
    const roll = dice.next().value
    if (roll === 0) return marker
    if (roll === 1) return `prefix ${marker}\n`
    if (Array.isArray(value)) return value.map((item) => poison(item, dice))
    if (typeof value !== 'object' || value === null) return roll < 6 ? marker : value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [dice.next().value === 0 ? marker : name, poison(item, dice)]),
    )
  }

  test('wherever it stands below `credentials`', () => {
    const one = fc.record(
      {
        ...{ api_token: poisoned, api_token_file: poisoned, token: poisoned, api_key: poisoned, key: poisoned },
        ...{ email: poisoned, account_id: poisoned, api_tokn: poisoned, [marker]: poisoned },
      },
      { requiredKeys: [] },
    )
    const credentials = fc.oneof(
      poisoned,
      fc.dictionary(fc.constantFrom('default', 'a b', marker), fc.oneof(one, poisoned)),
    )
    fc.assert(
      fc.property(credentials, (value) => {
        const text = `credentials: ${JSON.stringify(value)}\n${certificates}`
        expect(problems(text, {}).join('\n')).not.toContain(marker)
      }),
      { numRuns: runsOf(60) },
    )
  })

  test.each([
    `!${marker} x`,
    `!!${marker} x`,
    `*${marker}`,
    `&${marker}`,
    `@${marker}`,
    `"${marker}`,
    `"\\${marker}"`,
    `{${marker}}`,
    `[${marker}`,
    `${marker}: ${marker}: x`,
    `|${marker}`,
    `%${marker}`,
    `? ${marker}\n? ${marker}`,
    `{api_token_file: t, ${marker}: 1, ${marker}: 2}`,
    `\n\t${marker}: x`,
    `x\n---\n${marker}`,
    `x\n%${marker}\n---\n`,
  ])('in broken YAML: %j', (secret) => {
    for (const text of [
      `credentials: ${secret}`,
      `credentials:\n  default: ${secret}`,
      `credentials: {default: {api_token: ${secret}}}`,
    ]) {
      const printed = problems(`${text}\n${certificates}`, {})
      expect(printed).not.toEqual([])
      expect(printed.join('\n')).not.toContain(marker)
    }
  })
})
