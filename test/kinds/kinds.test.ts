import { describe, expect, test } from 'vitest'
import { certificateKinds, isCertificateKind, kindPresentedFor, kinds } from '../../src/kinds/kinds.ts'

test('the list of kinds and the table name the same kinds', () => {
  expect(Object.keys(kinds)).toEqual([...certificateKinds])
  expect(certificateKinds.every(isCertificateKind)).toBe(true)
  expect(['drill', 'constructor', ''].some(isCertificateKind)).toBe(false)
})

test('no two kinds share a path', () => {
  const paths = certificateKinds.flatMap((kind) => Object.values(kinds[kind].endpoints))
  expect(new Set(paths).size).toBe(paths.length)
})

describe.each(certificateKinds)('%s', (kind) => {
  const { endpoints, statuses, presentedFor } = kinds[kind]

  test('its paths name the scope, and one of them the certificate', () => {
    expect(endpoints.list).toContain('/zones/{zone_id}/')
    expect(endpoints.byId).toBe(`${endpoints.list}/{certificate_id}`)
  })

  test('one status means that nothing is to be done', () => {
    expect(Object.values(statuses).filter((meaning) => meaning === 'fine')).toHaveLength(1)
  })

  test('it is the only one that is presented in its way', () => {
    expect(kindPresentedFor[presentedFor]).toBe(kind)
  })
})
