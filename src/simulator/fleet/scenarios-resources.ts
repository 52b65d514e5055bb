import type { Calendar } from '../api/records.ts'
import type {
  Refusal,
  ResourceExpectation,
  ResourceName,
  ServiceAssociation,
  SimulatedResource,
} from '../store/resource.ts'
import { type ResourceOrder, recordFor } from './resource-order.ts'
import { certificateId } from './scenario.ts'
import { api, exampleAccount, exampleCom, legacy, legacyAccount, shop } from './zones.ts'

/** A certificate of another resource with its expected state. The demo, the tests and the expectations are made from this list. */
export interface ResourceScenario {
  /** Determines the id. Never reuse or change a number: people copy ids into their configurations. */
  readonly number: number
  readonly resource: ResourceName
  readonly scopeId: string
  readonly name: string
  readonly about: string
  readonly expectation: ResourceExpectation
  /** Days until its end. */
  readonly days: number
  readonly order?: Partial<Pick<ResourceOrder, 'hosts' | 'algorithm' | 'ca' | 'inUse'>>
  readonly associations?: readonly ServiceAssociation[]
}

const ok: ResourceExpectation = { state: 'ok' }

export const resourceScenarios: readonly ResourceScenario[] = [
  {
    number: 200,
    resource: 'custom_certificates',
    scopeId: shop.id,
    name: 'shop.example +1 RSA',
    about: 'ends in five days, and nobody has uploaded another one',
    expectation: { state: 'critical' },
    days: 5,
    order: { hosts: ['shop.example', 'www.shop.example'] },
  },
  {
    number: 201,
    resource: 'custom_certificates',
    scopeId: exampleCom.id,
    name: 'www.example.com RSA, the old one',
    about: 'ends in eight days, and its successor covers every host of it',
    expectation: { state: 'critical', harmless: true },
    days: 8,
    order: { hosts: ['example.com', 'www.example.com'] },
  },
  {
    number: 202,
    resource: 'custom_certificates',
    scopeId: exampleCom.id,
    name: 'www.example.com RSA, the new one',
    about: 'its successor, with a wildcard',
    expectation: ok,
    days: 170,
    order: { hosts: ['*.example.com', 'example.com'] },
  },
  {
    number: 203,
    resource: 'custom_certificates',
    scopeId: api.id,
    name: 'api.example RSA',
    about: 'the RSA half of a pair: when it ends, Cloudflare removes both',
    expectation: { state: 'warning' },
    days: 20,
    order: { hosts: ['api.example'] },
  },
  {
    number: 204,
    resource: 'custom_certificates',
    scopeId: api.id,
    name: 'api.example ECDSA',
    about: 'the ECDSA half of the pair',
    expectation: ok,
    days: 120,
    order: { hosts: ['api.example'], algorithm: 'ECDSA' },
  },
  {
    number: 210,
    resource: 'custom_trust_store',
    scopeId: api.id,
    name: 'Example Origin Root 2016',
    about: 'the only root that origins are verified by, and it ends in three weeks',
    expectation: { state: 'critical' },
    days: 21,
  },
  {
    number: 220,
    resource: 'mtls_certificates',
    scopeId: exampleAccount.id,
    name: 'partners-ca',
    about: 'a CA that clients are verified by, with two months left',
    expectation: { state: 'warning' },
    days: 60,
    order: { ca: true },
  },
  {
    number: 221,
    resource: 'mtls_certificates',
    scopeId: exampleAccount.id,
    name: 'worker-upstream',
    about: 'a Worker shows it to its upstream',
    expectation: ok,
    days: 60,
    associations: [{ service: 'workers', status: 'active' }],
  },
  {
    number: 230,
    resource: 'access_certificates',
    scopeId: exampleAccount.id,
    name: 'devices-ca',
    about: 'Access lets devices in with it',
    expectation: { state: 'warning' },
    days: 45,
    order: { hosts: ['intranet.example.com'] },
  },
  {
    number: 231,
    resource: 'access_certificates',
    scopeId: exampleAccount.id,
    name: 'retired-devices-ca',
    about: 'has ended, and Access uses it for no hostname',
    expectation: { state: 'expired', harmless: true },
    days: -30,
  },
  {
    number: 240,
    resource: 'gateway_certificates',
    scopeId: exampleAccount.id,
    name: 'Gateway CA 2022',
    about: 'Gateway inspects TLS with it; devices need its successor before it ends',
    expectation: { state: 'warning' },
    days: 70,
    order: { inUse: true },
  },
  {
    number: 241,
    resource: 'gateway_certificates',
    scopeId: exampleAccount.id,
    name: 'Gateway CA 2026',
    about: 'its successor, not switched on yet',
    expectation: { state: 'ok', harmless: true },
    days: 1800,
  },
]

/** What the plans of the fleet do not include. */
export const planRefusals: readonly Refusal[] = [
  { resource: 'custom_trust_store', scopeId: legacy.id },
  { resource: 'access_certificates', scopeId: legacyAccount.id },
]

export async function simulateResource(scenario: ResourceScenario, at: Calendar): Promise<SimulatedResource> {
  const { number, days, order = {}, ...own } = scenario
  const id = certificateId(number)
  const algorithm = own.resource === 'custom_certificates' ? 'RSA' : 'ECDSA'
  const defaults = { hosts: [], algorithm, ca: false, inUse: false } as const
  const record = await recordFor({
    ...own,
    ...defaults,
    ...order,
    id,
    begin: at.days(Math.min(days - 365, -30)),
    end: at.days(days),
  })
  return { ...own, id, record }
}
