import { describe, expect, test } from 'vitest'
import { unchecked } from '../../src/inventory/merge.ts'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'
import type { CertificateTrust } from '../../src/trust/model.ts'
import { checked, entry, facts, failure, noon, record, success } from '../support/certificates.ts'
import { exposed, zone } from '../support/exposed-zones.ts'

const identity =
  'kind="hostname",zone_id="023e105f4ecef8ad9ca31a8372d0c353",certificate_id="2458ce5a-0c35-4c7f-82c7-8e9487d3ff60",zone="example.com",name="payments-api",team="payments"'

/** The lines of a certificate without what all of them share. */
async function lines(
  certificate: Omit<WatchedCertificate, 'use'> & Partial<Pick<WatchedCertificate, 'use'>>,
  now = noon,
): Promise<string> {
  const text = await exposed([zone({ certificates: [certificate] })], now)
  return text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('cloudflare_cert_', '')
    .replaceAll(`{${identity}}`, '')
    .replaceAll(`{${identity},`, '{')
}

test('a certificate that was never checked', async () => {
  expect(await lines(unchecked(entry(), noon))).toBe(
    `check_success 0
stale_after_seconds 21600
threshold_seconds{severity="warning"} 2592000
threshold_seconds{severity="critical"} 1209600
`,
  )
})

test('a certificate that is fine', async () => {
  expect(await lines(checked([success]))).toBe(
    `expiry_timestamp_seconds ${noon + 90 * 86400}
not_after_timestamp_seconds ${noon + 90 * 86400}
not_before_timestamp_seconds ${noon - 90 * 86400}
expires_on_timestamp_seconds ${noon + 90 * 86400}
uploaded_on_timestamp_seconds ${noon - 80 * 86400}
status{status="initializing"} 0
status{status="pending_deployment"} 0
status{status="pending_deletion"} 0
status{status="active"} 1
status{status="deleted"} 0
status{status="deployment_timed_out"} 0
status{status="deletion_timed_out"} 0
status{status="unknown"} 0
status_since_timestamp_seconds ${noon}
mismatch{field="expires_on"} 0
mismatch{field="serial_number"} 0
mismatch{field="issuer"} 0
mismatch{field="signature"} 0
info{serial_number="315058594055281896516801703885827625507384",issuer="CN=Origin CA,O=Example",subject="CN=payments",signature_algorithm="SHA256-RSA",public_key="RSA 2048",fingerprint_sha256="${'ab'.repeat(32)}"} 1
check_success 1
last_success_timestamp_seconds ${noon}
stale_after_seconds 21600
threshold_seconds{severity="warning"} 2592000
threshold_seconds{severity="critical"} 1209600
severity 0
expiry_days 90
`,
  )
})

test('a check that fails takes nothing away, and says why', async () => {
  const text = await lines(checked([success, failure('auth')]))
  expect(text).toContain('check_success 0\ncheck_error{reason="auth",credentials="default"} 1\n')
  expect(text).toContain(`last_success_timestamp_seconds ${noon - 3600}`)
  expect(text).toContain('expiry_days 90')
})

describe('the moment that counts is the earliest', () => {
  test.each([
    ['the certificate', facts({ notAfter: noon + 86400 }), record()],
    ['its chain', facts({ chainNotAfter: noon + 86400 }), record()],
    ["the API's expires_on", facts(), record({ expiresOn: noon + 86400 })],
  ])('%s', async (_, theFacts, theRecord) => {
    const certificate = checked([{ kind: 'succeeded', record: theRecord, facts: theFacts }])
    expect(await lines(certificate)).toContain('expiry_days 1\n')
    expect(await lines(certificate, noon + 2 * 86400 + 43200)).toContain('expiry_days -1.5\n')
  })
})

test('a deleted certificate has no expiry', async () => {
  const text = await lines(checked([{ kind: 'succeeded', record: record({ status: 'deleted' }), facts: facts() }]))
  expect(text).not.toMatch(/^expiry_/m)
  expect(text).toContain('status{status="deleted"} 1')
})

test('a status that is not documented is unknown, one that is missing is absent', async () => {
  expect(
    await lines(checked([{ kind: 'succeeded', record: record({ status: 'resting' }), facts: facts() }])),
  ).toContain('status{status="unknown"} 1')
  expect(
    await lines(checked([{ kind: 'succeeded', record: record({ status: undefined }), facts: facts() }])),
  ).not.toContain('status')
})

test('thresholds that are shares are shown in seconds', async () => {
  const shares = entry({
    thresholds: { warning: { kind: 'share', share: 0.5 }, critical: { kind: 'share', share: 0.1 } },
  })
  expect(await lines(checked([success], shares))).toContain('threshold_seconds{severity="warning"} 7776000')
})

test('in use, proved unused, and unknown', async () => {
  const used = (inUse: boolean | undefined) => lines({ ...checked([success]), use: { hostnames: [], inUse } })
  expect(await used(true)).toContain('in_use 1\n')
  expect(await used(false)).toContain('in_use 0\n')
  expect(await used(undefined)).not.toContain('in_use')
})

test('not yet valid until its first second, however the clock goes', async () => {
  const certificate = checked([
    { kind: 'succeeded', record: record(), facts: facts({ notBefore: noon, problems: ['is_ca'] }) },
  ])
  expect(await lines(certificate, noon - 0.5)).toContain(
    'problem{problem="not_yet_valid"} 1\nproblem{problem="is_ca"} 1\n',
  )
  expect(await lines(certificate, noon)).not.toContain('not_yet_valid')
})

test("what the origins' CA files make of it", async () => {
  const member = {
    subject: 'CN=Root',
    fingerprintSha256: 'cd'.repeat(32),
    notBefore: 0,
    isWeaklySigned: false,
  } as const
  const root = { ...member, notAfter: noon + 86400, source: 'ca_file' } as const
  const file = { file: '/etc/ca.pem', partialChain: false }
  const path = { members: [root], begins: 0, ends: noon + 86400 }
  const holds = { ...file, finding: { kind: 'trusted', paths: [path] } } as const
  const refusal = { fault: 'no_path', members: [], missing: 'CN=Root' } as const
  const refuses = { ...file, finding: { kind: 'untrusted', refusal } } as const
  const trustLines = async (trust: CertificateTrust) =>
    (await lines({ ...checked([success]), trust })).split('\n').filter((line) => line.startsWith('trust'))
  expect(await trustLines([holds])).toEqual([
    'trusted 1',
    `trust_expiry_timestamp_seconds{ca_fingerprint_sha256="${'cd'.repeat(32)}",subject="CN=Root"} ${noon + 86400}`,
  ])
  expect(await trustLines([holds, refuses])).toEqual([
    'trusted 0',
    'trust_error{reason="no_path"} 1',
    expect.anything(),
  ])
  expect(await trustLines([{ ...file, finding: undefined }])).toEqual([])
})
