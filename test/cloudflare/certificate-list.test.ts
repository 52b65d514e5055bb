import { expect, test } from 'vitest'
import { readCertificateList } from '../../src/cloudflare/certificate-list.ts'

const certificate = (id: string, status = 'active') => ({ id, status, certificate: 'pem' })
const [a, b] = [certificate('a'), certificate('b')]

test.each([
  ['all is there', [a, b], { total_count: 2 }, { unreadable: 0, missing: 0 }],
  ['nothing is counted', [a, b], undefined, { unreadable: 0, missing: 0 }],
  ['a count of null', [a, b], { total_count: null }, { unreadable: 0, missing: 0 }],
  ['more than are counted', [a, b], { total_count: 1 }, { unreadable: 0, missing: 0 }],
  ['fewer than are counted', [a], { total_count: 2 }, { unreadable: 0, missing: 1 }],
  ['one of them twice', [a, a], { total_count: 2 }, { unreadable: 0, missing: 1 }],
  ['one of them twice, in capitals', [a, certificate('A'), b], { total_count: 3 }, { unreadable: 0, missing: 1 }],
  ['a count in words', [a], { total_count: '3' }, { unreadable: 1, missing: 0 }],
  ['a count below nothing', [a], { total_count: -3 }, { unreadable: 1, missing: 0 }],
  ['a second page', [a], { total_pages: 2 }, { unreadable: 0, missing: 1 }],
  ['an entry that is none', [a, null], { total_count: 2 }, { unreadable: 1, missing: 0 }],
])('%s', (_, result, resultInfo, expected) => {
  expect(readCertificateList({ result, resultInfo })).toMatchObject({ ok: true, value: expected })
})

test('the first entry that cannot be read is told by its id and its fields', () => {
  const odd = { id: 'c', status: 'active', expires_on: 1_790_000_000, certificate: 5 }
  const reading = readCertificateList({ result: [a, odd, null], resultInfo: { total_count: 3 } })
  expect(reading).toMatchObject({
    ok: true,
    value: { unreadable: 2, firstUnreadable: expect.stringMatching(/\bc\b.*certificate, expires_on/) },
  })
})

test('a tombstone does not hide the certificate of the same id', () => {
  const reading = readCertificateList({ result: [a, certificate('a', 'deleted')], resultInfo: undefined })
  expect(reading.ok && reading.value.certificates.get('a')?.status).toBe('active')
})
