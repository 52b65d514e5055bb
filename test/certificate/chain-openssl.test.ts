import { afterAll, beforeAll, expect, test } from 'vitest'
import { parsePem } from '../../src/certificate/parse.ts'
import { describeWithTools } from '../support/tools.ts'
import { OpenSsl } from './openssl.ts'

const pem = (base64: string) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`

describeWithTools(['openssl'], 'the chain behind a leaf', () => {
  let openssl: OpenSsl
  const chain = (...names: readonly string[]) => parsePem(names.map((name) => certificate(name)).join(''))

  function certificate(name: string): string {
    if (name === 'not base64') return pem('*')
    return name === 'not a certificate' ? pem('MAMCAQE=') : openssl.pem(name)
  }

  function endOf(name: string): number {
    return Date.parse(`${openssl.print(name)['notAfter']}`) / 1000
  }

  beforeAll(() => {
    openssl = new OpenSsl()
    const days = (count: number, section = 'issued') => ['-days', `${count}`, '-extensions', section]
    for (const key of ['root', 'upper', 'lower', 'leaf', 'other']) openssl.key(key, 'EC', 'ec_paramgen_curve:P-256')
    openssl.selfSigned('root', 'root', '/CN=root', ['-days', '10'])
    openssl.issue('upper', 'upper', '/CN=upper', 'root', 'root', days(20))
    openssl.issue('lower', 'lower', '/CN=lower', 'upper', 'upper', days(30))
    openssl.issue('lower-expired', 'lower', '/CN=lower', 'upper', 'upper', days(-1))
    openssl.issue('leaf', 'leaf', '/CN=leaf', 'lower', 'lower', days(40))
    openssl.issue('short-leaf', 'leaf', '/CN=leaf', 'lower', 'lower', days(5))
    openssl.issue('leaf-without-key-id', 'leaf', '/CN=leaf', 'lower', 'lower', days(40, 'none'))
    openssl.issue('other-lower', 'other', '/CN=lower', 'upper', 'upper', days(1))
    openssl.issue('other-lower-without-key-id', 'other', '/CN=lower', 'upper', 'upper', days(1, 'none'))
    openssl.issue('lower-renewed', 'lower', '/CN=lower', 'upper', 'upper', days(35))
    openssl.issue('upper-renewed', 'upper', '/CN=upper', 'root', 'root', days(25))
    openssl.issue('soon', 'other', '/CN=soon', 'root', 'root', days(3))
    openssl.issue('under-soon', 'lower', '/CN=lower', 'soon', 'other', days(39))
    openssl.issue('stranger', 'other', '/CN=stranger', 'root', 'root', days(1))
    openssl.issue('same-name-case', 'lower', '/CN=LOWER', 'upper', 'upper', days(1))
    openssl.selfSigned('self-signed-lower', 'lower', '/CN=lower', ['-days', '1'])
  })

  afterAll(() => openssl.remove())

  test.each([
    ['nothing behind it', ['leaf'], undefined, []],
    ['one issuer', ['leaf', 'lower'], 'lower', ['lower']],
    ['the earliest is not the next', ['leaf', 'lower', 'upper'], 'upper', ['lower', 'upper']],
    ['the earliest is the next', ['leaf', 'lower-expired', 'upper'], 'lower-expired', ['lower-expired', 'upper']],
    ['a root never counts', ['leaf', 'lower', 'upper', 'root'], 'upper', ['lower', 'upper']],
    ['a foreign root in between is passed over', ['leaf', 'lower', 'root', 'upper'], 'upper', ['lower', 'upper']],
    ['strangers are passed over', ['leaf', 'stranger', 'lower', 'stranger', 'upper'], 'upper', ['lower', 'upper']],
    ['an issuer later than the leaf', ['short-leaf', 'lower'], 'lower', ['lower']],
    ['a gap', ['leaf', 'upper'], undefined, []],
    ['any order', ['leaf', 'root', 'upper', 'lower'], 'upper', ['lower', 'upper']],
    ['the leaf twice', ['leaf', 'leaf', 'lower', 'leaf'], 'lower', ['lower']],
    ['the issuer twice', ['leaf', 'lower', 'lower', 'upper'], 'upper', ['lower', 'upper']],
    ['an expired issuer and its renewed twin', ['leaf', 'lower-expired', 'lower'], 'lower', ['lower']],
    ['the other way round', ['leaf', 'lower', 'lower-expired'], 'lower', ['lower']],
    [
      'twins all the way up',
      ['leaf', 'lower', 'lower-renewed', 'upper', 'upper-renewed'],
      'upper-renewed',
      ['lower', 'upper-renewed'],
    ],
    [
      'a renewed twin whose own issuer ends sooner',
      ['leaf', 'under-soon', 'lower', 'upper', 'soon'],
      'upper',
      ['lower', 'upper'],
    ],
    ['the right name with another key', ['leaf', 'other-lower'], undefined, []],
    ['the leaf names no key', ['leaf-without-key-id', 'other-lower'], 'other-lower', ['other-lower']],
    [
      'the issuer names no key',
      ['leaf', 'other-lower-without-key-id'],
      'other-lower-without-key-id',
      ['other-lower-without-key-id'],
    ],
    [
      'a name that differs in case only is the same name',
      ['leaf', 'same-name-case'],
      'same-name-case',
      ['same-name-case'],
    ],
    ['a self-signed certificate of that name', ['leaf', 'self-signed-lower'], undefined, []],
    ['what is no base64 is passed over', ['leaf', 'lower', 'not base64', 'upper'], 'upper', ['lower', 'upper']],
    [
      'what is no certificate is passed over',
      ['leaf', 'not a certificate', 'lower', 'upper'],
      'upper',
      ['lower', 'upper'],
    ],
    ['a self-signed leaf', ['root', 'lower'], undefined, []],
  ])('%s', (_, names, expected, counting) => {
    const parsed = chain(...names)
    const end = expected === undefined ? undefined : endOf(expected)
    expect(parsed).toMatchObject({ ok: true, facts: { notAfter: endOf(`${names[0]}`), chainNotAfter: end } })
    const told = counting.map((name) => ({ subject: openssl.print(name)['subject'], notAfter: endOf(name) }))
    expect(parsed.ok && parsed.facts.chain).toEqual(told)
  })

  test("the facts are the leaf's", () => {
    const facts = { subject: 'CN=leaf', issuer: 'CN=lower', notAfter: endOf('leaf') }
    expect(chain('leaf', 'lower', 'upper')).toMatchObject({ ok: true, facts })
  })

  test('no more than ten certificates are looked at', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `link-${index}`)
    openssl.selfSigned('link-0', 'root', '/CN=link-0')
    for (const [index, name] of keys.slice(1).entries()) {
      const options = ['-days', `${100 + index}`, '-extensions', 'issued']
      openssl.issue(name, 'root', `/CN=${name}`, `link-${index}`, 'root', options)
    }
    // link-11 is the leaf, and every certificate behind it ends a day before the one in front of it.
    const parsed = chain(...keys.toReversed())
    expect(parsed).toMatchObject({ ok: true, facts: { chainNotAfter: endOf('link-2') } })
    expect(parsed.ok && parsed.facts.chain.map(({ subject }) => subject)).toEqual(
      Array.from({ length: 9 }, (_, index) => `CN=link-${10 - index}`),
    )
  })

  test('a name longer than any should be is cut, and its end counts', () => {
    const long = `/CN=upper${`/OU=${'x'.repeat(64)}`.repeat(300)}`
    const days = (count: number) => ['-days', `${count}`, '-extensions', 'issued']
    openssl.issue('long-upper', 'upper', long, 'root', 'root', days(2))
    openssl.issue('under-long', 'lower', '/CN=lower', 'long-upper', 'upper', days(30))
    openssl.issue('leaf-under-long', 'leaf', '/CN=leaf', 'under-long', 'lower', days(40))
    const parsed = chain('leaf-under-long', 'under-long', 'long-upper')
    const [, upper] = parsed.ok ? parsed.facts.chain : []
    expect(parsed).toMatchObject({ ok: true, facts: { chainNotAfter: endOf('long-upper') } })
    expect(upper?.subject).toBe(`${openssl.print('long-upper')['subject']}`.slice(0, 16_384))
  })
})
