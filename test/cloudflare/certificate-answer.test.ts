import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnyCertificate, readCertificate } from '../../src/cloudflare/certificate-answer.ts'
import { readCertificateList } from '../../src/cloudflare/certificate-list.ts'

const id = '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60'
const full = {
  id,
  certificate: 'PEM',
  status: 'active',
  expires_on: '2026-12-01T00:00:00Z',
  uploaded_on: '2025-05-29T20:30:59.056429Z',
  issuer: 'CN=x',
  serial_number: '315058594055281896516801703885827625507384',
  signature: 'SHA256-RSA',
}

test('every field arrives', () => {
  expect(readCertificate(full, id)).toEqual({
    ok: true,
    value: {
      id,
      pem: 'PEM',
      status: 'active',
      expiresOn: Date.parse('2026-12-01T00:00:00Z') / 1000,
      uploadedOn: Date.parse('2025-05-29T20:30:59.056Z') / 1000,
      issuer: 'CN=x',
      serialNumber: '315058594055281896516801703885827625507384',
      signature: 'SHA256-RSA',
    },
  })
})

test('an answer in the shape of an association is the same certificate', () => {
  const association = {
    hostname: 'app.example.com',
    cert_id: id,
    status: 'pending_deployment',
    cert_status: 'active',
    cert_uploaded_on: '2022-01-27T03:48:25.870383Z',
    expires_on: '2020-09-23T21:03:47Z',
  }
  expect(readCertificate(association, id)).toMatchObject({
    ok: true,
    value: { id, status: 'active', uploadedOn: Date.parse('2022-01-27T03:48:25.870Z') / 1000 },
  })
})

test('a private key in the answer goes nowhere', () => {
  const answer = readCertificate({ ...full, private_key: 'SECRET KEY' }, id)
  expect(JSON.stringify(answer)).not.toContain('SECRET')
})

describe('what is missing is undefined', () => {
  test.each([undefined, null, ''])('%o', (nothing) => {
    const bare = {
      ...full,
      status: nothing,
      issuer: nothing,
      serial_number: nothing,
      uploaded_on: nothing,
      certificate: nothing,
    }
    const answer = readCertificate(bare, id)
    expect(answer).toMatchObject({ ok: true, value: { pem: undefined, status: undefined, uploadedOn: undefined } })
  })

  test("Go's zero time is no date", () => {
    expect(readCertificate({ ...full, uploaded_on: '0001-01-01T00:00:00Z' }, id)).toMatchObject({
      ok: true,
      value: { uploadedOn: undefined },
    })
  })
})

describe('an answer of another shape is refused', () => {
  test.each([
    ['null', null],
    ['a list', [full]],
    ['a string', 'x'],
    ['a number', 5],
    ['another id', { ...full, id: '00000000-0000-0000-0000-000000000000' }],
    ['a date that is none, and no certificate', { id, status: 'active', expires_on: 'soon' }],
    ['neither certificate nor date: it would never expire', { id, status: 'active' }],
  ])('%s', (_, result) => {
    expect(readCertificate(result, id)).toMatchObject({ ok: false, detail: expect.stringMatching(/./) })
  })
})

describe('a field that cannot be read costs that field', () => {
  test.each<[string, object, string, unknown]>([
    ['a serial number that is a number', { serial_number: 67437 }, 'serial_number', { serialNumber: undefined }],
    ['a status that is a number', { status: 1 }, 'status', { status: undefined }],
    ['a status that is an object', { status: {} }, 'status', { status: undefined }],
    ['a date that is none', { expires_on: 'soon' }, 'expires_on', { expiresOn: undefined }],
    ['a date without a time', { expires_on: '2026-12-01' }, 'expires_on', { expiresOn: undefined }],
    ['a date without a zone', { uploaded_on: '2025-05-29 20:30:59' }, 'uploaded_on', { uploadedOn: undefined }],
    ['a date of RFC 1123', { uploaded_on: 'Thu, 29 May 2025 20:30:59 GMT' }, 'uploaded_on', { uploadedOn: undefined }],
    ['Unix seconds', { uploaded_on: 1748550659 }, 'uploaded_on', { uploadedOn: undefined }],
    ['an issuer of 16,385 characters', { issuer: `CN=${'y'.repeat(16_382)}` }, 'issuer', { issuer: undefined }],
    ['a certificate that is a list', { certificate: ['PEM'] }, 'certificate', { pem: undefined }],
    ['an id that is a number', { id: 5 }, 'id', { id }],
  ])('%s', (_, change, field, value) => {
    const reading = readCertificate({ ...full, ...change }, id)
    const good = readCertificate(full, id)
    expect(reading).toEqual({
      ok: true,
      value: { ...(good.ok && good.value), ...Object(value), unreadable: [field] },
    })
  })

  test('that has two names is read by the one that can be read', () => {
    const both = { ...full, id: 5, cert_id: id, uploaded_on: 7, cert_uploaded_on: full.uploaded_on }
    const good = readCertificate(full, id)
    expect(readAnyCertificate(both)).toEqual({
      ok: true,
      value: { ...(good.ok && good.value), unreadable: ['id', 'uploaded_on'] },
    })
  })

  test("but the association's own status never stands in for the certificate's", () => {
    const reading = readAnyCertificate({ ...full, status: 'pending_deployment', cert_status: 1 })
    expect(reading).toMatchObject({ ok: true, value: { status: undefined, unreadable: ['status'] } })
  })

  test('in a list as well', () => {
    const result = [
      { ...full, uploaded_on: 1748550659 },
      { ...full, id: 5 },
    ]
    const reading = readCertificateList({ result, resultInfo: { total_count: 2 } })
    expect(reading).toMatchObject({ ok: true, value: { unreadable: 1, missing: 0 } })
    expect(reading.ok && reading.value.certificates.get(id)).toMatchObject({ pem: 'PEM', unreadable: ['uploaded_on'] })
  })

  test('whichever field it is, and whatever it becomes: a certificate or an end is still known', () => {
    const field = fc.constantFrom(...Object.keys(full))
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        fc.pre(!(name === 'id' && typeof value === 'string' && value !== ''))
        const reading = readCertificate({ ...full, [name]: value }, id)
        expect(reading.ok).toBe(true)
        if (reading.ok) expect(reading.value.pem ?? reading.value.expiresOn).toBeDefined()
      }),
    )
  })
})

test('a tombstone may have neither certificate nor date', () => {
  expect(readCertificate({ id, status: 'deleted' }, id)).toMatchObject({ ok: true })
})

test('dates as Go writes them, and with another offset, are read', () => {
  const moment = Date.parse('2014-01-01T05:20:00Z') / 1000
  for (const text of ['2014-01-01 05:20:00 +0000 UTC', '2014-01-01T07:20:00+02:00', '2014-01-01T05:20:00.000Z'])
    expect(readCertificate({ ...full, expires_on: text }, id)).toMatchObject({ ok: true, value: { expiresOn: moment } })
})

test('any JSON at all is read or refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (result) => {
      const answer = readCertificate(result, id)
      expect(typeof answer.ok).toBe('boolean')
    }),
  )
})
