import { issueUntil, recordOf } from '../api/records.ts'
import type { CertificateRecord, Expectation, Zone } from '../store/model.ts'
import type { Scenario } from './scenario.ts'
import { api, exampleCom, shop } from './zones.ts'

const notActive: Expectation = { state: 'not_active' }

interface Twist {
  readonly number: number
  readonly name: string
  readonly about: string
  readonly zone: Zone
  readonly expectation: Expectation
  /** When the certificate really ends. */
  readonly days?: number
  /** The false value that the API gives. */
  readonly says: Partial<CertificateRecord>
}

/** A good certificate for which the API gives a wrong value. */
function twisted({ days = 250, says, ...scenario }: Twist): Scenario {
  return {
    ...scenario,
    make: async ({ at, id, authority }) => {
      const leaf = await issueUntil(at.days(days), { subject: [['CN', scenario.name]], issuer: authority })
      return { ...recordOf(id, leaf), ...says }
    },
  }
}

export const statusScenarios: readonly Scenario[] = [
  twisted({
    number: 20,
    name: 'pending-deployment',
    zone: shop,
    about: 'on its way to the edge',
    expectation: notActive,
    says: { status: 'pending_deployment' },
  }),
  twisted({
    number: 21,
    name: 'deployment-timed-out',
    zone: shop,
    about: 'never reached the edge',
    expectation: { state: 'deployment_timed_out' },
    says: { status: 'deployment_timed_out' },
  }),
  twisted({
    number: 22,
    name: 'initializing',
    zone: api,
    about: 'just uploaded',
    expectation: notActive,
    says: { status: 'initializing' },
  }),
  twisted({
    number: 23,
    name: 'undocumented-status',
    zone: api,
    about: 'a status word that no documentation has',
    expectation: notActive,
    says: { status: 'awaiting_propagation' },
  }),
  twisted({
    number: 24,
    name: 'deleted',
    zone: shop,
    about: 'a tombstone: deleted, still readable, its end past',
    expectation: { state: 'gone' },
    days: -30,
    says: { status: 'deleted' },
  }),
  twisted({
    number: 25,
    name: 'late-expires-on',
    zone: exampleCom,
    about: 'the API says 2100, the certificate ends in 9 days',
    expectation: { state: 'critical', mismatches: ['expires_on'] },
    days: 9,
    says: { expires_on: '2100-01-01T05:20:00Z' },
  }),
  twisted({
    number: 26,
    name: 'other-serial',
    zone: exampleCom,
    about: 'the API gives the serial number of another certificate',
    expectation: { state: 'mismatch', mismatches: ['serial_number'] },
    says: { serial_number: '315058594055281896516801703885827625507384' },
  }),
]
