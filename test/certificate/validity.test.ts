import { describe, expect, test } from 'vitest'
import { readElement } from '../../src/certificate/der.ts'
import { readValidity } from '../../src/certificate/validity.ts'
import { der, sequence } from './der.ts'

const utc = (text: string) => der(0x17, text)
const generalized = (text: string) => der(0x18, text)
const begin = utc('200101000000Z')

function notAfter(time: Buffer): string | undefined {
  const seconds = readValidity(readElement(sequence(begin, time)))?.notAfter
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
    der(0x0c, '400101000000Z'),
    der(0x17),
  ])('%s', (time) => expect(notAfter(time)).toBeUndefined())
})

test('what is no validity', () => {
  for (const each of [Buffer.alloc(0), der(0x31, begin, begin), sequence(begin), sequence(), der(0x0c, 'garbage')])
    expect(readValidity(readElement(each))).toBeUndefined()
})
