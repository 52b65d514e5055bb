import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAssociation } from '../../src/cloudflare/association-answer.ts'
import { readAnyCertificate } from '../../src/cloudflare/certificate-answer.ts'
import { permissionFor, zonesEndpoint } from '../../src/cloudflare/endpoints.ts'
import { readZoneAlone, readZonePage } from '../../src/cloudflare/zone-page.ts'
import { readZoneSettings } from '../../src/cloudflare/zone-settings.ts'

const hostname = 'app.example.com'
const id = '0a96490d-0bec-4ef6-b701-99f19f28d320'

/** As recorded from the API, shortened. */
const association = {
  hostname,
  cert_id: id,
  enabled: true,
  status: 'active',
  cert_status: 'active',
  cert_uploaded_on: '2022-01-27T03:48:25.870383Z',
  expires_on: '2020-09-23T21:03:47Z',
  issuer: "CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US",
  serial_number: '315058594055281896516801703885827625507384',
  certificate: '-----BEGIN CERTIFICATE-----\n…',
}

describe('an association', () => {
  test('tells the certificate, and all about it', () => {
    expect(readAssociation(association, hostname)).toMatchObject({
      ok: true,
      value: {
        certificateId: id,
        enabled: true,
        status: 'active',
        certificate: { id, status: 'active', expiresOn: 1600895027 },
      },
    })
  })

  test("its own status is never taken for the certificate's", () => {
    const { cert_status: _, ...without } = association
    expect(readAssociation(without, hostname)).toMatchObject({ ok: true, value: { certificate: undefined } })
  })

  test.each([
    ['another hostname', { hostname: 'other.example.com' }],
    ['no certificate id', { cert_id: null }],
    ['an id that is none', { cert_id: '../../zones' }],
    ['an id without end', { cert_id: 'a'.repeat(65) }],
    ['half a character as id', { cert_id: '\ud800' }],
    ['enabled as a word', { enabled: 'yes' }],
    ['no enabled', { enabled: undefined }],
  ])('%s is none', (_, differences) => {
    expect(readAssociation({ ...association, ...differences }, hostname).ok).toBe(false)
  })

  test.each([
    ['no certificate id', { cert_id: null, enabled: null }],
    ['an empty one', { cert_id: '', enabled: null }],
    ['none, and it was deleted', { cert_id: undefined, enabled: false, status: 'deleted' }],
  ])('void, it may have %s', (_, differences) => {
    const reading = readAssociation({ ...association, ...differences }, hostname)
    expect(reading).toMatchObject({ ok: true, value: { certificateId: undefined } })
  })

  test.each(['APP.example.com', 'app.example.com.'])('of %s is that of app.example.com', (named) => {
    expect(readAssociation({ ...association, hostname: named }, hostname).ok).toBe(true)
  })

  test.each(['Bücher.example', 'bücher.example.', 'bücher\u3002example\u3002', 'XN--BCHER-KVA.example'])(
    'of %s is that of its A-label',
    (named) => {
      expect(readAssociation({ ...association, hostname: named }, 'xn--bcher-kva.example').ok).toBe(true)
      expect(readAssociation({ ...association, hostname: named }, 'example').ok).toBe(false)
    },
  )

  test('of any name that can be configured is that of the same name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]+$/), fc.constantFrom('', '.'), (name, dot) => {
        const asked = name.toLowerCase().replace(/\.$/, '')
        expect(readAssociation({ ...association, hostname: `${asked}${dot}` }, asked).ok).toBe(true)
      }),
    )
  })

  test('void, it may still be shown', () => {
    expect(readAssociation({ ...association, enabled: null }, hostname)).toMatchObject({ value: { enabled: null } })
  })
})

test.each(['a/b', '', '\ud800', 'x'.repeat(65), 'a b'])('%j is no id of a certificate', (bad) => {
  expect(readAnyCertificate({ id: bad, certificate: 'x' }).ok).toBe(false)
})

test.each([
  [{ enabled: true }, { ok: true, value: true }],
  [{ enabled: false }, { ok: true, value: false }],
  [{ enabled: null }, { ok: false }],
  [null, { ok: false }],
])('settings %j', (result, expected) => {
  expect(readZoneSettings(result)).toMatchObject(expected)
})

describe('a page of zones', () => {
  const zoneId = '023e105f4ecef8ad9ca31a8372d0c353'
  const page = (result: unknown, resultInfo: unknown = { total_count: 1 }) => readZonePage({ result, resultInfo })

  test('has names, ids and a total', () => {
    expect(page([{ id: zoneId.toUpperCase(), name: 'example.com' }])).toEqual({
      ok: true,
      value: { zones: [{ zoneId, zone: 'example.com' }], unreadable: 0, total: 1 },
    })
  })

  test('counts what cannot be read', () => {
    const wrongIds = ['x', `${zoneId}0`, `0${zoneId}`].map((id) => ({ id, name: 'example.com' }))
    expect(page([...wrongIds, { id: zoneId }, null])).toMatchObject({ value: { zones: [], unreadable: 5 } })
  })

  test('null is an empty one', () => {
    expect(page(null, { total_count: 0 })).toMatchObject({ ok: true, value: { total: 0 } })
    expect(page({}).ok).toBe(false)
  })

  test.each([
    undefined,
    null,
    [],
    {},
    { total_count: null },
    { total_count: '1' },
    { total_count: -1 },
    { total_count: 0.5 },
  ])('information that has no count costs the count, not the zones: %j', (resultInfo) => {
    const read = readZonePage({ result: [{ id: zoneId, name: 'example.com' }], resultInfo })
    expect(read).toEqual({
      ok: true,
      value: { zones: [{ zoneId, zone: 'example.com' }], unreadable: 0, total: undefined },
    })
  })

  test('a zone alone is the one that was asked for', () => {
    const zone = { id: zoneId, name: 'example.com' }
    expect(readZoneAlone(zone, zoneId)).toEqual({ ok: true, value: { zoneId, zone: 'example.com' } })
    expect(readZoneAlone(zone, 'f'.repeat(32)).ok).toBe(false)
    expect(readZoneAlone([zone], zoneId).ok).toBe(false)
  })
})

test('each endpoint has its permission', () => {
  expect(permissionFor(zonesEndpoint)).toBe('Zone > Zone > Read')
  expect(permissionFor('/zones/{zone_id}/origin_tls_client_auth/settings')).toBe('Zone > SSL and Certificates > Read')
})
