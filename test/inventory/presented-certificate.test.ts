import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSuperseded, presentedByStore } from '../../src/inventory/presented-certificate.ts'
import type { ListedCertificate } from '../../src/inventory/snapshot.ts'

function member(certificateId: string, uploadedOn: number | undefined, status = 'active'): ListedCertificate {
  return { certificateId, uploadedOn, status }
}

describe('a store presents', () => {
  test.each<[string, readonly ListedCertificate[], string | undefined]>([
    ['nothing while it is empty', [], undefined],
    ['its only active one, whenever that was uploaded', [member('a', undefined)], 'a'],
    ['the active one uploaded last', [member('a', 1), member('b', 3), member('c', 2)], 'b'],
    ['the older one until the newer is active', [member('a', 1), member('b', 3, 'pending_deployment')], 'a'],
    ['none that is on its way out', [member('a', 1, 'pending_deletion')], undefined],
    ['nobody knows what, where two were uploaded at once', [member('a', 3), member('b', 3)], undefined],
    ['nobody knows what, where one has no date', [member('a', 3), member('b', undefined)], undefined],
    ['what is known, where a dateless one is not active', [member('a', 3), member('b', undefined, 'deleted')], 'a'],
  ])('%s', (_, members, presented) => {
    expect(presentedByStore(members)).toBe(presented)
    expect(presentedByStore(members.toReversed())).toBe(presented)
  })
})

describe('a certificate is superseded', () => {
  test.each<[string, readonly ListedCertificate[], boolean]>([
    ['by an active one uploaded later', [member('own', 1), member('b', 2)], true],
    ['not by one uploaded at the same moment', [member('own', 1), member('b', 1)], false],
    ['not by one that is not active yet', [member('own', 1), member('b', 2, 'pending_deployment')], false],
    ['not where its own date is not known', [member('own', undefined), member('b', 2)], false],
    ['not by one without a date', [member('own', 1), member('b', undefined)], false],
    ['not where it does not stand in the store', [member('b', 2)], false],
  ])('%s', (_, members, superseded) => expect(isSuperseded('own', members)).toBe(superseded))
})

test('what is presented is never superseded, whatever stands in the store', () => {
  const members = fc.uniqueArray(
    fc.record({
      certificateId: fc.constantFrom('a', 'b', 'c', 'd'),
      uploadedOn: fc.option(fc.nat(3), { nil: undefined }),
      status: fc.constantFrom('active', 'pending_deployment', undefined),
    }),
    { selector: ({ certificateId }) => certificateId },
  )
  fc.assert(
    fc.property(members, (listed) => {
      const presented = presentedByStore(listed)
      return presented === undefined || !isSuperseded(presented, listed)
    }),
  )
})
