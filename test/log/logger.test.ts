import { expect, test } from 'vitest'
import { createLogger, type LogFormat, type LogLevel, logLevels } from '../../src/log/logger.ts'
import { Redactor } from '../../src/log/redaction.ts'

const token = 'cfut_"quoted\\token"0123456789'

function logging(format: LogFormat = 'json', level: LogLevel = 'info') {
  const lines: string[] = []
  const redactor = new Redactor()
  redactor.add(token)
  const destination = { write: (line: string) => lines.push(line) }
  const log = createLogger({ level, format, colour: false, redactor, destination })
  return { log, lines }
}

test('one JSON object a line, with level, time and event', () => {
  const { log, lines } = logging()
  log.warn({ event: 'check_failed', reason: 'auth' }, 'it failed')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    event: 'check_failed',
    reason: 'auth',
    msg: 'it failed',
  })
})

test.each(['json', 'pretty'] as const)('a secret cannot come out, wherever it stands (%s)', (format) => {
  const { log, lines } = logging(format)
  const error = Object.assign(new Error(`refused ${token}`, { cause: new Error(token) }), {
    headers: { authorization: `Bearer ${token}` },
  })
  log.error({ err: error, url: `https://x/?t=${encodeURIComponent(token)}` }, `with ${token}`)
  log.child({ token }).info(token)
  expect(lines.join('')).toContain('[redacted]')
  for (const form of [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token), '0123456789'])
    expect(lines.join('')).not.toContain(form)
})

test.each([
  ['alone', token],
  ['as a header has it', `Bearer ${token}`],
  ['with something before and after it', `ab: Bearer ${token}; and more`],
  ['as basic authentication', `user:${token}`],
])('a secret in base64 cannot come out: %s', (_, text) => {
  const { log, lines } = logging()
  for (const encoding of ['base64', 'base64url'] as const) log.info({ said: Buffer.from(text).toString(encoding) }, 'x')
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    const said = String(JSON.parse(line).said)
    expect(said).toContain('[redacted]')
    for (const part of said.split('[redacted]'))
      expect(Buffer.from(part, 'base64').toString()).not.toMatch(/cfut|quoted|01234/)
  }
})

test('for people: time of day, level, words, then the rest', () => {
  const { log, lines } = logging('pretty')
  log.info({ event: 'x', name: 'a', n: 1, reason: 'auth' }, 'hello')
  expect(lines.join('')).toMatch(/^\d\d:\d\d:\d\d info {2}hello n=1 reason="auth"\n$/)
})

test('a name cannot paint the terminal of whoever reads along', () => {
  const { log, lines } = logging('pretty')
  log.info({ name: '\u001b[31m\u202e' }, 'red \u001b[31m and turned \u202e')
  expect(lines.join('')).not.toMatch(/[\u001b]/)
  expect(lines[0]).toContain('red \u{fffd}[31m and turned \u{fffd}')
})

test('a line of JSON has no character that a terminal, or a program that splits lines, would act on', () => {
  const { log, lines } = logging()
  const name = 'a\u0085b\u009bc\u2028d\u202ee\u2066f\u007fg\u{e0001}h\u{1d173}\tä€😀'
  log.info({ name, [name]: 1 }, name)
  expect(lines[0]).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*\n$/u)
  expect(lines[0]).toContain('ä€😀')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name, [name]: 1, msg: name })
})

const written = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

test.each(logLevels)('--log-level %s shows that level and all above it', (level) => {
  const { log, lines } = logging('json', level)
  for (const each of written) log[each]('x')
  const from = level === 'silent' ? written.length : written.indexOf(level)
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(written.slice(from))
})

test('there are as many levels as people ask for', () => {
  expect(logLevels).toEqual([...written, 'silent'])
})

test('for people an error has its stack below the line', () => {
  const { log, lines } = logging('pretty')
  log.error({ event: 'internal_error', err: new Error('it broke') }, 'a bug')
  expect(lines.join('')).toMatch(/ a bug .*\nError: it broke\n +at /)
})
