import { describe, expect, test } from 'vitest'
import { parseAuthorities, parsePem } from '../../src/certificate/parse.ts'
import { issue } from '../../src/simulator/fleet/certificates.ts'

const instant = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000

async function authority(name: string, end: string, serialNumber: bigint, issuer?: Awaited<ReturnType<typeof issue>>) {
  const dates = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date(`${end}T00:00:00Z`) }
  const own = { subject: [['CN', name]], keyType: 'p256', authority: true, serialNumber, ...dates } as const
  return issue(issuer ? { ...own, issuer } : own)
}

function read(pem: string, serialNumber?: string) {
  const parsed = parseAuthorities(pem, serialNumber)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.facts
}

describe('a bundle of authorities', async () => {
  const late = await authority('late', '2040-01-01', 1000n)
  const early = await authority('early', '2028-01-01', 2000n)
  const unrelated = await authority('unrelated', '2027-01-01', 3000n, late)
  const bundle = [late, early, unrelated].map(({ pem }) => pem).join('')

  test('ends with the first of them, whichever it is and whoever signed it', () => {
    expect(read(bundle)).toMatchObject({ notAfter: instant('2040-01-01'), chainNotAfter: instant('2027-01-01') })
    expect(read(bundle).chain).toEqual([
      { subject: 'CN=early', notAfter: instant('2028-01-01') },
      { subject: 'CN=unrelated', notAfter: instant('2027-01-01') },
    ])
  })

  test('the one with the serial number of the API is compared with the API', () => {
    expect(read(bundle, '2000')).toMatchObject({ serialNumber: '2000', notAfter: instant('2028-01-01') })
    expect(read(bundle, '2000').chain.map(({ subject }) => subject)).toEqual(['CN=late', 'CN=unrelated'])
    expect(read(bundle, '4000')).toMatchObject({ serialNumber: '1000' })
  })

  test('carriage returns, and one of them twice, change nothing', () => {
    expect(read((bundle + late.pem).replaceAll('\n', '\r\n'))).toEqual(read(bundle))
  })

  test('as a client certificate its chain would be only what leads to it', () => {
    const parsed = parsePem(unrelated.pem + early.pem)
    expect(parsed.ok && parsed.facts.chain).toEqual([])
  })
})

test('a renewed one has the public key of the one before, and a client has none to compare', async () => {
  const first = await authority('root', '2028-01-01', 1n)
  const renewed = await issue({
    subject: [['CN', 'root']],
    keyType: 'p256',
    authority: true,
    keysOf: first,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2040-01-01T00:00:00Z'),
  })
  const unrelated = await authority('root', '2040-01-01', 2n)
  const keys = [first, renewed, unrelated].map(({ pem }) => read(pem).publicKeySha256)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
  expect(parsePem(first.pem)).not.toHaveProperty('facts.publicKeySha256')
})

test('one alone has no chain', async () => {
  expect(read((await authority('alone', '2030-01-01', 1n)).pem)).toMatchObject({
    chain: [],
    chainNotAfter: undefined,
    problems: [],
  })
})

test('a text without a certificate is refused as ever', () => {
  expect(parseAuthorities('', undefined)).toEqual(parsePem(''))
})
