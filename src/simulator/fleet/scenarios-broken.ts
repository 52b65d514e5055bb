import { apiUploadInstant, issueUntil, recordOf } from '../api/records.ts'
import type { Scenario } from './scenario.ts'
import { api, exampleCom, foreign, legacy } from './zones.ts'

export const brokenScenarios: readonly Scenario[] = [
  {
    number: 40,
    name: 'unknown-id',
    zone: exampleCom,
    about: 'there is no such certificate: a wrong id in the configuration',
    expectation: { state: 'check_failing', reason: 'not_found' },
    make: async () => undefined,
  },
  {
    number: 41,
    name: 'unknown-id-zone-store',
    zone: exampleCom,
    kind: 'zone',
    about: 'the same in the store of the whole zone',
    expectation: { state: 'check_failing', reason: 'not_found' },
    make: async () => undefined,
  },
  {
    number: 42,
    name: 'foreign-zone',
    zone: foreign,
    about: 'in a zone that the credentials cannot see',
    expectation: { state: 'check_failing', reason: 'permission' },
    make: async () => undefined,
  },
  {
    number: 43,
    name: 'unreadable-pem',
    zone: legacy,
    about: 'what should be a certificate is none',
    expectation: { state: 'check_failing', reason: 'bad_certificate' },
    make: async ({ at, id, authority }) => {
      const leaf = await issueUntil(at.days(200), { subject: [['CN', 'unreadable-pem']], issuer: authority })
      const [head, ...rest] = leaf.pem.split('\n')
      return { ...recordOf(id, leaf), certificate: [head, 'AAAA', ...rest].join('\n') }
    },
  },
  {
    number: 44,
    name: 'no-pem',
    zone: legacy,
    about: 'the API gives dates only',
    expectation: { state: 'ok' },
    make: async ({ at, id, authority }) => {
      const leaf = await issueUntil(at.days(200), { subject: [['CN', 'no-pem']], issuer: authority })
      const { certificate: _, ...dates } = recordOf(id, leaf)
      return dates
    },
  },
  {
    number: 45,
    name: 'begins-next-week',
    zone: api,
    about: 'not valid before next week',
    expectation: { state: 'not_yet_valid', problems: ['not_yet_valid'] },
    make: async ({ at, id, authority }) => {
      const subject = [['CN', 'begins-next-week']] as const
      const leaf = await issueUntil(at.days(372), { subject, issuer: authority })
      return { ...recordOf(id, leaf), uploaded_on: apiUploadInstant(at.days(-1)) }
    },
  },
  {
    number: 46,
    name: 'server-only',
    zone: legacy,
    about: 'may serve, but not introduce itself as a client',
    expectation: { state: 'problem', problems: ['no_client_auth'] },
    make: async ({ at, id, authority }) => {
      const subject = [['CN', 'server-only']] as const
      return recordOf(id, await issueUntil(at.days(250), { subject, issuer: authority, usage: 'serverAuth' }))
    },
  },
]
