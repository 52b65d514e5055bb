import { beforeAll, describe, expect, test } from 'vitest'
import { type CertificateAnswer, readAnyCertificate, readCertificate } from '../../src/cloudflare/certificate-answer.ts'
import { readCertificateList } from '../../src/cloudflare/certificate-list.ts'
import {
  type AnswerForm,
  accessCertificateForm,
  customCertificateForm,
  customTrustStoreForm,
  gatewayCertificateForm,
  mtlsCertificateForm,
} from '../../src/kinds/answer-form.ts'
import { fixtureId, type KindFixture, kindFixtures } from '../support/kind-fixtures.ts'

const now = new Date('2026-11-28T12:00:00Z')
const inDays = (days: number) => now.getTime() / 1000 + days * 86_400
let fixtures: Awaited<ReturnType<typeof kindFixtures>>
beforeAll(async () => {
  fixtures = await kindFixtures(now)
})

function read({ records: [record] }: KindFixture, form: AnswerForm, changes: Readonly<Record<string, unknown>> = {}) {
  return readAnyCertificate(JSON.parse(JSON.stringify({ ...record, ...changes })), form)
}

describe('an uploaded certificate', () => {
  test('has hosts and a date, and neither PEM nor serial number', () => {
    expect(read(fixtures.uploaded_without_pem, customCertificateForm)).toEqual({
      ok: true,
      value: {
        id: fixtureId(2),
        pem: undefined,
        status: 'active',
        expiresOn: inDays(50),
        uploadedOn: inDays(-40),
        issuer: 'GlobalSign',
        serialNumber: undefined,
        signature: 'SHA256WithRSA',
        hosts: ['example.com', 'www.example.com'],
      },
    })
  })

  test('may have nothing but a date', () => {
    const { ok, ...rest } = read(fixtures.uploaded_with_nothing_but_a_date, customCertificateForm)
    expect([ok, rest]).toMatchObject([true, { value: { expiresOn: inDays(50), status: undefined } }])
    expect(rest).not.toHaveProperty('value.hosts')
  })

  test('has no date yet while it is being deployed, which is no fault', () => {
    const undated = (status: string) => read(fixtures.uploaded_without_a_date, customCertificateForm, { status }).ok
    expect(['pending', 'initializing', 'deleted'].map(undated)).toEqual([true, true, true])
    expect(['active', 'expired', 'holding_deployment', ''].map(undated)).toEqual([false, false, false, false])
  })

  test.each([['text'], [['a', 1]], [['']], [['x'.repeat(300)]], [Array.from({ length: 1001 }, () => 'a')]])(
    'whose hosts are %j has none that are known, and says so',
    (hosts) => {
      const reading = read(fixtures.uploaded_without_pem, customCertificateForm, { hosts })
      expect(reading).toMatchObject({ ok: true, value: { unreadable: ['hosts'] } })
      expect(reading).not.toHaveProperty('value.hosts')
    },
  )

  test('keeps a status that nobody documents as it is', () => {
    const list = readCertificateList(
      { result: fixtures.uploaded_in_odd_states.records, resultInfo: undefined },
      customCertificateForm,
    )
    const statuses = list.ok ? [...list.value.certificates.values()].map(({ status }) => status) : []
    expect(statuses).toEqual(['holding_deployment', 'timed_out', 'Active'])
  })
})

test('a root of the trust store has a PEM and a status', () => {
  const reading = read(fixtures.trust_store, customTrustStoreForm)
  expect(reading).toMatchObject({
    ok: true,
    value: { status: 'active', pem: expect.stringContaining('BEGIN CERTIFICATE') },
  })
})

describe('a certificate of the mTLS store', () => {
  test('has its PEM under another name, a name, and no status', () => {
    const reading = read(fixtures.mtls_bundle_with_crlf, mtlsCertificateForm)
    const pem = expect.stringMatching(/BEGIN CERTIFICATE.+\r\n.+BEGIN CERTIFICATE/s)
    expect(reading).toMatchObject({ ok: true, value: { pem, status: undefined, name: 'partners', isAuthority: true } })
  })

  test('that is none of an authority', () => {
    expect(read(fixtures.mtls_leaf, mtlsCertificateForm)).toMatchObject({ ok: true, value: { isAuthority: false } })
  })

  test('of which nobody says whether it is an authority', () => {
    const reading = read(fixtures.mtls_leaf, mtlsCertificateForm, { ca: 'no' })
    expect(reading).toMatchObject({ ok: true, value: { unreadable: ['ca'] } })
    expect(reading).not.toHaveProperty('value.isAuthority')
  })

  test('of which 120 are counted and 50 listed: 70 are missing', () => {
    const result = fixtures.mtls_too_many.records.slice(0, 50)
    const list = readCertificateList({ result, resultInfo: { total_count: 120, count: 50 } }, mtlsCertificateForm)
    expect(list).toMatchObject({ ok: true, value: { missing: 70 } })
  })
})

describe('a certificate of Access', () => {
  test('ends on a day, and is used by hostnames', () => {
    const value = {
      expiresOn: Date.UTC(2026, 11, 30) / 1000,
      hosts: ['intranet.example.com'],
      name: 'devices',
      pem: undefined,
    }
    expect(read(fixtures.access_day, accessCertificateForm)).toMatchObject({ ok: true, value })
  })

  test('used by none has a list, which is empty', () => {
    expect(read(fixtures.access_unused, accessCertificateForm)).toMatchObject({ ok: true, value: { hosts: [] } })
  })
})

describe('a certificate of Gateway', () => {
  const value = (): CertificateAnswer | undefined => {
    const reading = read(fixtures.gateway_zero_times, gatewayCertificateForm)
    return reading.ok ? reading.value : undefined
  }

  test('has no upload date where that is the zero time', () => {
    expect(value()).toMatchObject({ uploadedOn: undefined, expiresOn: inDays(800), status: 'available', inUse: true })
    expect(value()).not.toHaveProperty('unreadable')
  })

  test('that is not in use says so', () => {
    expect(read(fixtures.gateway_unused_and_ended, gatewayCertificateForm)).toMatchObject({
      value: { inUse: false, status: 'inactive' },
    })
  })

  test('has the present word for an older one', () => {
    const reading = read(fixtures.gateway_zero_times, gatewayCertificateForm, { binding_status: 'active' })
    expect(reading).toMatchObject({ value: { status: 'available' } })
  })
})

test('a key that stands in an answer is never read', () => {
  const reading = read(fixtures.uploaded_without_pem, customCertificateForm, {
    private_key: 'SECRET',
    custom_key: 'SECRET',
  })
  expect(JSON.stringify(reading)).not.toContain('SECRET')
})

test('the answer about one certificate must be about that one', () => {
  const [record] = fixtures.access_day.records
  expect(readCertificate(record, fixtureId(40), accessCertificateForm).ok).toBe(true)
  expect(readCertificate(record, fixtureId(41), accessCertificateForm).ok).toBe(false)
})
