import { expect, test } from 'vitest'
import { zonesEndpoint } from '../../src/cloudflare/endpoints.ts'
import { failureSentence, failureSentenceAtFirst } from '../../src/inventory/check-failure.ts'
import { certificateKinds, endpointsOf, kinds } from '../../src/kinds/kinds.ts'

test.each(certificateKinds)(
  'a permission that is missing for the kind %s is named, whichever endpoint was asked',
  (kind) => {
    const { permission, scope } = kinds[kind]
    for (const refused of Object.values(endpointsOf(kind))) {
      expect(failureSentence({ reason: 'permission', refused })).toBe(
        `the credential lacks a permission (${permission.replaceAll(' > ', ', ')}) or is not allowed from here`,
      )
      const atFirst = failureSentenceAtFirst({ reason: 'permission', refused })
      expect(atFirst).toBe(
        `the permission ${permission} is missing, or it is not allowed from this address, or there is no such ${scope}`,
      )
    }
  },
)

test('none is named where it is not known which', () => {
  expect(failureSentence({ reason: 'permission', refused: zonesEndpoint })).toContain('(Zone, Zone, Read)')
  expect(failureSentence({ reason: 'permission' })).not.toContain('SSL')
  expect(failureSentenceAtFirst({ reason: 'permission' })).toMatch(/^a permission is missing/)
  expect(failureSentence({ reason: 'auth' })).toBe('Cloudflare refuses the credential')
})
