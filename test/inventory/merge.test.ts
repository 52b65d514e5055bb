import { describe, expect, test } from 'vitest'
import type { CheckOutcome } from '../../src/inventory/merge.ts'
import { checked, facts, failure, noon, record, success } from '../support/certificates.ts'

const badPem: CheckOutcome = {
  kind: 'half_succeeded',
  record: record({ status: 'pending_deletion' }),
  failure: { reason: 'bad_certificate', detail: 'x' },
}

test('a first success is known, and dated', () => {
  expect(checked([success])).toMatchObject({
    known: {
      statusSince: noon,
      mismatches: { expires_on: false, serial_number: false, issuer: false, signature: false },
    },
    check: { lastCheck: noon, lastSuccess: noon, failure: undefined },
  })
})

test('a failure keeps what is known, and lets the last success age', () => {
  const before = checked([success])
  const after = checked([success, failure('network'), failure('server_error')])
  expect(after.known).toMatchObject({ facts: before.known?.facts, record: before.known?.record })
  expect(after.check).toMatchObject({ lastCheck: noon, lastSuccess: noon - 7200, failure: { reason: 'server_error' } })
})

test('a certificate that was never read knows nothing, whatever the failure', () => {
  expect(checked([failure('auth')]).known).toBeUndefined()
})

describe('what was known is dropped', () => {
  test.each([1551, 1552])('after two answers running that say so (%i)', (code) => {
    expect(checked([success, failure('not_found', code)]).known).toBeDefined()
    expect(checked([success, failure('not_found', code), failure('not_found', code)]).known).toBeUndefined()
  })

  test('not by two that do not follow each other', () => {
    const gone = failure('not_found', 1551)
    expect(checked([success, gone, failure('network'), gone]).known).toBeDefined()
    expect(checked([success, gone, success, gone]).known).toBeDefined()
  })

  test('not by a 404 of another code, or of none', () => {
    for (const code of [1553, undefined])
      expect(checked([success, failure('not_found', code), failure('not_found', code)]).known).toBeDefined()
  })

  test('and comes back with the certificate', () => {
    const gone = failure('not_found', 1551)
    expect(checked([success, gone, gone, success])).toMatchObject({
      known: { statusSince: noon },
      check: { failure: undefined },
    })
  })
})

test("a PEM that cannot be parsed: the API's half is new, the certificate's half stays", () => {
  const after = checked([success, badPem])
  expect(after.known).toMatchObject({ facts: facts(), record: { status: 'pending_deletion' } })
  expect(after.check).toMatchObject({ failure: { reason: 'bad_certificate' }, lastSuccess: noon - 3600 })
  expect(checked([badPem]).known).toMatchObject({ facts: undefined, mismatches: {} })
})

test('without a PEM nothing is compared', () => {
  const outcome: CheckOutcome = { kind: 'succeeded', record: record(), facts: undefined }
  expect(checked([outcome])).toMatchObject({ known: { mismatches: {} }, check: { failure: undefined } })
})

test('the status has its age', () => {
  const pending: CheckOutcome = { kind: 'succeeded', record: record({ status: 'pending_deployment' }), facts: facts() }
  expect(checked([pending, pending, success, success]).known?.statusSince).toBe(noon - 3600)
  expect(checked([pending, failure('network'), pending]).known?.statusSince).toBe(noon - 7200)
})

test('an unchanged certificate stays the same object', () => {
  const twice = checked([success])
  const again = checked([success, { ...success }])
  expect(again.known).toEqual({ ...twice.known, statusSince: noon - 3600 })
})
