import type { HostnameExpectation, Zone } from '../store/model.ts'
import { api, exampleCom, shop } from './zones.ts'

/** A hostname of the fleet with its expected state. Demo, tests and docs all use this list. */
export interface HostnameScenario {
  readonly hostname: string
  readonly zone: Zone
  readonly about: string
  /** The name of its certificate. Undefined if the state is `none`. */
  readonly certificate?: string
  readonly expectation: HostnameExpectation
}

export const hostnameScenarios: readonly HostnameScenario[] = [
  {
    hostname: 'payments.example.com',
    zone: exampleCom,
    about: 'shows a certificate that is fine',
    certificate: 'fine-ecdsa',
    expectation: { state: 'enabled', certificate: 'ok' },
  },
  {
    hostname: 'login.example.com',
    zone: exampleCom,
    about: 'shows a certificate that ends in 10 days',
    certificate: 'ends-in-10-days',
    expectation: { state: 'enabled', certificate: 'critical' },
  },
  {
    hostname: 'staging.example.com',
    zone: exampleCom,
    about: 'has a certificate, but is switched off',
    certificate: 'fine-rsa',
    expectation: { state: 'disabled', certificate: 'ok' },
  },
  {
    hostname: 'retired.example.com',
    zone: exampleCom,
    about: 'gave up its certificate: the association is void, and still answered',
    certificate: 'fine-ed25519',
    expectation: { state: 'voided', certificate: 'ok' },
  },
  {
    hostname: 'forgotten.example.com',
    zone: exampleCom,
    about: 'never had a certificate of its own',
    expectation: { state: 'none' },
  },
  {
    hostname: 'orders.shop.example',
    zone: shop,
    about: 'a rotation half done: the new certificate is uploaded, the hostname shows the old one',
    certificate: 'rotation-unfinished-old',
    expectation: { state: 'enabled', certificate: 'ok', successor: 'rotation-unfinished-new' },
  },
]

/** A zone whose zone store is on, and which of its certificates is in use: the one that was uploaded last. */
export interface ZoneStoreScenario {
  readonly zone: Zone
  readonly enabled: boolean
  /** The name of a certificate. */
  readonly inUse: string
  /** The names of active certificates that nothing uses. */
  readonly unused: readonly string[]
}

export const zoneStoreScenarios: readonly ZoneStoreScenario[] = [
  { zone: api, enabled: true, inUse: 'whole-zone', unused: ['whole-zone-older'] },
]
