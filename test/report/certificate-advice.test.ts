import { expect, test } from 'vitest'
import { adviceOn } from '../../src/report/advice/advice.ts'
import { furtherRemarks } from '../../src/report/advice/certificate-advice.ts'
import { isCertificate } from '../../src/report/judged-thing.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { type Description, day, noon, snapshotOf, watched } from '../page/support/fleet.ts'

const chainEnding = (daysLeft: number) => ({
  chain: [{ subject: 'CN=Example CA', notAfter: noon + daysLeft * day }],
  chainNotAfter: noon + daysLeft * day,
})
const failure = { reason: 'auth', detail: 'x' } as const

const refused = { file: '/etc/ca.pem', partialChain: false } as const
const refusal = { fault: 'no_path', members: [], missing: undefined } as const

/** The sentence, what to do, the runbook, and what else is so. */
function said(description: Partial<Description>, others: readonly Description[] = []): readonly unknown[] {
  const all = [{ number: 1, name: 'payments', ...description }, ...others].map(watched)
  const things = judgedThings({ snapshot: snapshotOf(all), credentials: [], daemon: undefined }, noon)
  const thing = things.filter(isCertificate).find(({ certificate }) => certificate.entry.name === 'payments')
  if (!thing) throw new Error('it is not there')
  const { sentence, action, runbook } = adviceOn(thing)
  return [sentence, action, runbook, ...furtherRemarks(thing)]
}

test.each<[string, Partial<Description>, readonly unknown[]]>([
  ['nothing', {}, ['Nothing is wrong.', undefined, undefined]],
  [
    'expired',
    { daysLeft: -2 },
    [
      'It ended on 2026-11-21 12:00 UTC. Whether Cloudflare presents it is not known.',
      'Replace it now',
      'CloudflareCertExpired',
    ],
  ],
  [
    'expired and in use',
    { daysLeft: -2, use: { inUse: true } },
    [
      'It ended on 2026-11-21 12:00 UTC. Cloudflare presents it all the same: origins that verify it drop the traffic.',
      'Replace it now',
      'CloudflareCertExpired',
    ],
  ],
  ['critical', { daysLeft: 5 }, ['It ends on 2026-11-28 12:00 UTC.', 'Replace it', 'CloudflareCertExpiryCritical']],
  [
    'warning',
    { daysLeft: 20 },
    ['It ends on 2026-12-13 12:00 UTC.', 'Plan its replacement', 'CloudflareCertExpirySoon'],
  ],
  [
    'a chain that ends first',
    { facts: chainEnding(5) },
    [
      'In its chain, CN=Example CA ends on 2026-11-28 12:00 UTC; the certificate itself ends on 2027-06-11 12:00 UTC.',
      'Upload it with a newer chain',
      'CloudflareCertExpiryCritical',
    ],
  ],
  [
    'a chain that has ended',
    { facts: chainEnding(-5) },
    [
      'In its chain, CN=Example CA ended on 2026-11-18 12:00 UTC; the certificate itself ends on 2027-06-11 12:00 UTC. Whether Cloudflare presents it is not known.',
      'Upload it with a newer chain',
      'CloudflareCertExpired',
    ],
  ],
  [
    'a chain that ends before it, and late',
    { facts: chainEnding(100) },
    [
      'Nothing is wrong.',
      undefined,
      undefined,
      'in its chain, CN=Example CA ends on 2027-03-03 12:00 UTC; the certificate itself on 2027-06-11 12:00 UTC',
    ],
  ],
  [
    'timed out',
    { record: { status: 'deployment_timed_out' } },
    [
      'Cloudflare gave up deploying it: it may be presented nowhere, or not everywhere.',
      'Upload it again',
      'CloudflareCertDeploymentTimedOut',
    ],
  ],
  [
    'pending',
    { record: { status: 'pending_deployment' } },
    [
      'Its status is pending_deployment since 2026-11-14 12:00 UTC: Cloudflare presents a certificate once it is active, which takes minutes.',
      'Wait; after an hour look into it',
      'CloudflareCertNotActive',
    ],
  ],
  [
    'deleted',
    { record: { status: 'deleted' } },
    ['Cloudflare says that it was deleted.', 'Stop watching it: it was deleted', 'CloudflareCertNotActive'],
  ],
  [
    'deleted, and a hostname still leads to it',
    { record: { status: 'deleted' }, use: { inUse: true, hostnames: ['a.example'] } },
    [
      'Cloudflare says that it was deleted, and the association of a.example still leads to it.',
      'Associate another certificate with a.example',
      'CloudflareCertNotActive',
    ],
  ],
  [
    'deleted, and several hostnames still lead to it',
    { record: { status: 'deleted' }, use: { inUse: true, hostnames: ['a.example', 'b.example', 'c.example'] } },
    [
      'Cloudflare says that it was deleted, and the association of a.example and 2 more still leads to it.',
      'Associate another certificate with a.example and 2 more',
      'CloudflareCertNotActive',
    ],
  ],
  [
    'a word of tomorrow',
    { record: { status: 'paused' } },
    [
      'Cloudflare calls its status paused since 2026-11-14 12:00 UTC, which it does not document.',
      'Wait; after an hour look into it',
      'CloudflareCertNotActive',
    ],
  ],
  [
    'not yet valid',
    { facts: { notBefore: noon + day } },
    [
      'Its validity begins on 2026-11-24 12:00 UTC: until then origins that verify it drop the traffic.',
      'Use another one until it is valid',
      'CloudflareCertProblem',
    ],
  ],
  [
    'another serial number',
    { record: { serialNumber: '1' } },
    [
      'Cloudflare and the certificate disagree on its serial number.',
      'Find out which side is right',
      'CloudflareCertMismatch',
    ],
  ],
  [
    'another serial number, and ends soon',
    { daysLeft: 5, record: { serialNumber: '1' } },
    [
      'It ends on 2026-11-28 12:00 UTC.',
      'Replace it',
      'CloudflareCertExpiryCritical',
      'Cloudflare and the certificate disagree on its serial number',
    ],
  ],
  [
    'a problem',
    { facts: { problems: ['no_client_auth'] } },
    [
      'Its extended key usage does not allow client authentication.',
      'Replace it by a right one',
      'CloudflareCertProblem',
    ],
  ],
  [
    'a problem, and ends soon',
    { daysLeft: 5, facts: { problems: ['no_client_auth'] } },
    [
      'It ends on 2026-11-28 12:00 UTC.',
      'Replace it',
      'CloudflareCertExpiryCritical',
      'its extended key usage does not allow client authentication',
    ],
  ],
  [
    'a field that cannot be read',
    { record: { unreadable: ['issuer', 'status'] } },
    ['Nothing is wrong.', undefined, undefined, "fields of Cloudflare's answer cannot be read: issuer, status"],
  ],
  [
    'never read',
    { isUnknown: true, check: { lastSuccess: undefined, failure } },
    ['It could not be read yet.', 'Renew the credential', 'CloudflareCertCheckFailing'],
  ],
  [
    'not read for long',
    { check: { lastCheck: noon - 60, lastSuccess: noon - 7 * 3600, failure } },
    [
      'It could not be read since 2026-11-23 05:00 UTC. The last known values are shown.',
      'Renew the credential',
      'CloudflareCertNotWatched',
    ],
  ],
  [
    'whose hosts another one covers',
    { entry: { kind: 'custom_certificate' }, daysLeft: 8, use: { inUse: false } },
    ['Another certificate takes its place when it ends.', undefined, undefined],
  ],
  [
    'proved unused',
    { use: { inUse: false } },
    [
      'It is proved that nothing uses it: its end concerns nobody.',
      'Delete it if it was replaced; if it is a successor, put it to use',
      'CloudflareCertUnused',
    ],
  ],
])('%s', (_, description, expected) => expect(said(description)).toEqual(expected))

const newer: Description = {
  number: 2,
  name: 'payments-new',
  facts: { subject: 'CN=payments' },
  record: { uploadedOn: noon - day },
}

test('what origins refuse is told beside what is worse', () => {
  const trust = [{ ...refused, finding: { kind: 'untrusted', refusal } }] as const
  const certificate = { ...watched({ number: 1, name: 'payments', daysLeft: -2 }), trust }
  const all = { snapshot: snapshotOf([certificate]), credentials: [], daemon: undefined }
  expect(judgedThings(all, noon).filter(isCertificate).flatMap(furtherRemarks)).toEqual([
    'origins that verify with /etc/ca.pem refuse it',
  ])
})

test('a newer one stands ready', () => {
  const action = 'Move its hostnames to payments-new'
  expect(said({ use: { inUse: true } }, [newer])).toEqual([
    'It is still in use, though payments-new with the same subject stands ready since 2026-11-22 12:00 UTC.',
    action,
    'CloudflareCertRotationUnfinished',
  ])
  expect(said({ use: { inUse: true } }, [{ ...newer, name: 'payments' }])[1]).toMatch(
    /^Move its hostnames to payments \([0-9a-f-]+2\)$/,
  )
  // A check that fails does not change what was known.
  expect(said({ use: { inUse: true }, check: { failure, lastSuccess: noon - 600 } }, [newer])[1]).toBe(action)
  // What is worse is told, and the way out is the same.
  expect(said({ daysLeft: 5, use: { inUse: true } }, [newer])).toEqual([
    'It ends on 2026-11-28 12:00 UTC.',
    action,
    'CloudflareCertExpiryCritical',
  ])
})
