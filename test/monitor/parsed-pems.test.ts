import { beforeEach, describe, expect, test } from 'vitest'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { certificate, integer, pemOf } from '../certificate/der.ts'

const first = pemOf(certificate({ serialNumber: integer(1n) }))
const second = pemOf(certificate({ serialNumber: integer(2n) }))

let pems: ParsedPems
beforeEach(() => {
  pems = new ParsedPems()
})

async function serialOf(key: string, pem: string): Promise<string | undefined> {
  const result = await pems.parse(key, pem)
  return result.ok ? result.facts.serialNumber : undefined
}

describe('the PEM of a certificate', () => {
  test('is parsed once as long as it stays the same', async () => {
    expect(await pems.parse('a', first)).toBe(await pems.parse('a', first))
  })

  test('is parsed again when it changes, under the same id', async () => {
    expect(await serialOf('a', first)).toBe('1')
    expect(await serialOf('a', second)).toBe('2')
  })

  test('is never taken for that of another certificate', async () => {
    expect([await serialOf('a', first), await serialOf('b', second)]).toEqual(['1', '2'])
  })

  test('is forgotten with its certificate', async () => {
    const before = await pems.parse('a', first)
    const kept = await pems.parse('b', second)
    pems.keep(new Set(['b']))
    expect(await pems.parse('a', first)).not.toBe(before)
    expect(await pems.parse('b', second)).toBe(kept)
  })
})
