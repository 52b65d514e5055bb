import { expect, test } from 'vitest'
import { readZonePage } from '../../src/cloudflare/zone-page.ts'

const zone = { id: '1'.repeat(32), name: 'a.example' }

/** What the page says of a zone with this `meta`. */
function withoutQuota(meta: unknown) {
  const page = readZonePage({ result: [{ ...zone, meta }], resultInfo: undefined })
  return page.ok ? page.value.zones[0]?.withoutQuota : 'unreadable'
}

test('only a quota that is 0 says that a zone may have no uploaded certificate', () => {
  expect(withoutQuota({ custom_certificate_quota: 0 })).toEqual(['custom_certificate'])
  for (const meta of [
    undefined,
    null,
    [],
    {},
    'x',
    { custom_certificate_quota: null },
    { custom_certificate_quota: 1 },
  ])
    expect(withoutQuota(meta), JSON.stringify(meta)).toBeUndefined()
  for (const quota of ['0', -1, '', false]) expect(withoutQuota({ custom_certificate_quota: quota })).toBeUndefined()
})
