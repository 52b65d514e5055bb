import { expect, test } from 'vitest'
import { readIssuedPacks } from '../../src/cloudflare/certificate-packs.ts'
import { fixtureId, kindFixtures } from '../support/kind-fixtures.ts'

const now = new Date('2026-11-28T12:00:00Z')
const pack = { id: fixtureId(1), type: 'advanced', status: 'active', hosts: ['a.example'], certificates: [] }

function read(...result: readonly unknown[]) {
  return readIssuedPacks({ result, resultInfo: undefined })
}

test('of the packs of a zone only the active ones that Cloudflare issued count, to their earliest end', async () => {
  const { records } = (await kindFixtures(now)).packs
  const end = now.getTime() / 1000 + 45 * 86_400
  const value = [{ id: fixtureId(60), hosts: ['example.com', 'www.example.com'], end }]
  expect(read(...records)).toEqual({ ok: true, value })
})

test.each([
  ['no certificates', { certificates: undefined }],
  ['no date', { certificates: [{ status: 'active' }] }],
  ['a date that is none', { certificates: [{ status: 'active', expires_on: 'soon' }] }],
])('a pack with %s has no known end', (_, changes) => {
  expect(read({ ...pack, ...changes })).toEqual({
    ok: true,
    value: [{ id: pack.id, hosts: ['a.example'], end: undefined }],
  })
})

test('what is not active in a pack does not shorten it', () => {
  const certificates = [
    { status: 'active', expires_on: '2027-01-01T00:00:00Z' },
    { status: 'expired', expires_on: '2026-01-01T00:00:00Z' },
  ]
  expect(read({ ...pack, certificates })).toMatchObject({ value: [{ end: Date.UTC(2027, 0, 1) / 1000 }] })
})

test.each([
  null,
  'text',
  { ...pack, id: 1 },
  { ...pack, hosts: 'a' },
  { ...pack, type: 'sni_custom' },
  { ...pack, type: 'legacy_custom' },
  { ...pack, status: 'pending_validation' },
])('%j covers nothing', (item) => {
  expect(read(item)).toEqual({ ok: true, value: [] })
})

test('what is no list is refused', () => {
  expect(readIssuedPacks({ result: {}, resultInfo: undefined }).ok).toBe(false)
  expect(readIssuedPacks({ result: null, resultInfo: undefined })).toEqual({ ok: true, value: [] })
})
