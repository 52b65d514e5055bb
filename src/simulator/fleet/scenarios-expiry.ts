import { issueUntil, recordOf } from '../api/records.ts'
import type { Expectation, Zone } from '../store/model.ts'
import type { KeyType } from './certificates.ts'
import type { Scenario } from './scenario.ts'
import { api, exampleCom, legacy, shop } from './zones.ts'

const ok: Expectation = { state: 'ok' }

/** A certificate of the fleet's authority that ends in this number of days and is otherwise fine. */
function ends(
  days: number,
  scenario: Pick<Scenario, 'number' | 'name' | 'about' | 'zone' | 'expectation'> &
    Pick<Partial<Scenario>, 'kind' | 'listed'>,
): Scenario {
  return {
    ...scenario,
    make: async ({ at, id, authority }) =>
      recordOf(id, await issueUntil(at.days(days), { subject: subject(scenario.name), issuer: authority })),
  }
}

/** A self-signed certificate, so that its key also decides the signature. */
function selfSigned(number: number, name: string, zone: Zone, keyType: KeyType): Scenario {
  return {
    number,
    name,
    zone,
    about: `self-signed, ${keyType}, 300 days left`,
    expectation: ok,
    make: async ({ at, id }) =>
      recordOf(
        id,
        await issueUntil(at.days(300), {
          keyType,
          subject: [
            ['C', 'NL'],
            ['CN', name],
          ],
        }),
      ),
  }
}

function subject(name: string) {
  return [
    ['C', 'NL'],
    ['O', 'Example BV'],
    ['CN', `${name}.origin.example`],
  ] as const
}

export const expiryScenarios: readonly Scenario[] = [
  selfSigned(1, 'fine-rsa', exampleCom, 'rsa2048'),
  ends(300, { number: 2, name: 'fine-ecdsa', zone: exampleCom, about: 'ECDSA, 300 days left', expectation: ok }),
  selfSigned(3, 'fine-ed25519', exampleCom, 'ed25519'),
  ends(25, {
    number: 4,
    name: 'ends-in-25-days',
    zone: exampleCom,
    about: 'time to plan',
    expectation: { state: 'warning' },
  }),
  ends(10, {
    number: 5,
    name: 'ends-in-10-days',
    zone: exampleCom,
    about: 'time to act',
    expectation: { state: 'critical' },
  }),
  ends(1, { number: 6, name: 'ends-tomorrow', zone: shop, about: 'tomorrow', expectation: { state: 'critical' } }),
  ends(-3, {
    number: 7,
    name: 'ended-three-days-ago',
    zone: shop,
    about: 'past its end, and the API still calls it active',
    expectation: { state: 'expired' },
  }),
  ends(-2200, {
    number: 8,
    name: 'ended-years-ago',
    zone: legacy,
    about: 'long past',
    expectation: { state: 'expired' },
  }),
  ends(200, {
    number: 9,
    name: 'fresh-upload',
    zone: shop,
    about: 'readable by its id, but not yet in the list',
    expectation: ok,
    listed: false,
  }),
  ends(120, {
    number: 10,
    name: 'whole-zone',
    zone: api,
    kind: 'zone',
    about: 'serves the whole zone',
    expectation: ok,
  }),
  ends(21, {
    number: 11,
    name: 'whole-zone-older',
    zone: api,
    kind: 'zone',
    about: 'its predecessor: active as well, ends in 21 days',
    expectation: { state: 'warning' },
  }),
]
