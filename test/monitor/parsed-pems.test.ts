import { beforeEach, describe, expect, test } from 'vitest'
import { parsePem } from '../../src/certificate/parse.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { certificate, integer, pemOf } from '../certificate/der.ts'

const first = pemOf(certificate({ serialNumber: integer(1n) }))
const second = pemOf(certificate({ serialNumber: integer(2n) }))

const asClient = { name: 'client', parse: parsePem }

let pems: ParsedPems
beforeEach(() => {
  pems = new ParsedPems()
})

async function serialOf(key: string, pem: string): Promise<string | undefined> {
  const result = await pems.parse(key, pem, asClient)
  return result.ok ? result.facts.serialNumber : undefined
}

describe('the PEM of a certificate', () => {
  test('is parsed once as long as it stays the same', async () => {
    expect(await pems.parse('a', first, asClient)).toBe(await pems.parse('a', first, asClient))
  })

  test('is parsed again when it changes, under the same id', async () => {
    expect(await serialOf('a', first)).toBe('1')
    expect(await serialOf('a', second)).toBe('2')
  })

  test('is never taken for that of another certificate', async () => {
    expect([await serialOf('a', first), await serialOf('b', second)]).toEqual(['1', '2'])
  })

  test('is forgotten with its certificate', async () => {
    const before = await pems.parse('a', first, asClient)
    const kept = await pems.parse('b', second, asClient)
    pems.keep(new Set(['b']))
    expect(await pems.parse('a', first, asClient)).not.toBe(before)
    expect(await pems.parse('b', second, asClient)).toBe(kept)
  })
})
