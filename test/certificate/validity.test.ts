import { describe, expect, test } from 'vitest'
import { readValidity } from '../../src/certificate/validity.ts'

function element(tag: number, ...contents: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(contents.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.from([tag, content.length]), content])
}

const utc = (text: string) => element(0x17, text)
const generalized = (text: string) => element(0x18, text)
const begin = utc('200101000000Z')

/** As much of a certificate as its validity needs. */
function certificate(notAfter: Buffer, version: readonly Buffer[] = [element(0xa0, element(0x02, '\u0002'))]): Buffer {
  const [serial, signature, issuer] = [element(0x02, '\u0001'), element(0x30), element(0x30)]
  return element(0x30, element(0x30, ...version, serial, signature, issuer, element(0x30, begin, notAfter)))
}

function notAfter(time: Buffer): string | undefined {
  const seconds = readValidity(certificate(time))?.notAfter
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString()
}

describe('every form that Go and OpenSSL read', () => {
  test.each([
    [utc('400101000000Z'), '2040-01-01T00:00:00.000Z'],
    [utc('491231235959Z'), '2049-12-31T23:59:59.000Z'],
    [utc('500101000000Z'), '1950-01-01T00:00:00.000Z'],
    [utc('4001010000Z'), '2040-01-01T00:00:00.000Z'],
    [utc('400101000000+0100'), '2039-12-31T23:00:00.000Z'],
    [generalized('20600101000000Z'), '2060-01-01T00:00:00.000Z'],
    [generalized('99991231235959Z'), '9999-12-31T23:59:59.000Z'],
    [generalized('20400101000000-0200'), '2040-01-01T02:00:00.000Z'],
    [generalized('20400101000000.5Z'), '2040-01-01T00:00:00.000Z'],
  ])('%s', (time, instant) => expect(notAfter(time)).toBe(instant))
})

describe('what is no time is none, and never another one', () => {
  test.each([
    utc('abcdefghijklm'),
    utc('401301000000Z'),
    utc('400230000000Z'),
    utc('400101000060Z'),
    utc('400101000000'),
    generalized('99991231235960Z'),
    generalized('20400101Z'),
    element(0x0c, '400101000000Z'),
    element(0x17),
  ])('%s', (time) => expect(notAfter(time)).toBeUndefined())
})

test('a certificate of version 1 has no version field', () => {
  expect(readValidity(certificate(utc('400101000000Z'), []))).toBeDefined()
})

test('bytes that are no certificate', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('garbage'), element(0x30), certificate(utc('x')).subarray(0, 20)])
    expect(readValidity(bytes)).toBeUndefined()
})
