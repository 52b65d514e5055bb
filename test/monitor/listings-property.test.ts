import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoFleet } from '../../src/simulator/fleet.ts'
import type { SimulatedCertificate } from '../../src/simulator/model.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { shop } from '../../src/simulator/zones.ts'
import { monitorOf } from '../support/monitor.ts'
import { storeEntry } from '../support/zones.ts'

let simulator: Simulator
let monitor: ReturnType<typeof monitorOf>
let members: readonly SimulatedCertificate[]
beforeAll(async () => {
  const fleet = await demoFleet({ now: new Date() })
  members = fleet.certificates.filter(
    ({ zoneId, kind, listed, record }) =>
      zoneId === shop.id && kind === 'hostname' && listed !== false && record?.status !== 'deleted',
  )
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  monitor = monitorOf(simulator, { stores: [storeEntry({ zoneId: shop.id })] })
})
afterAll(async () => {
  await monitor.close()
  await simulator.close()
})

type Step =
  /** One more certificate stands in the store, or one less, and the listing is good. */
  | { readonly kind: 'change'; readonly at: number; readonly present: boolean }
  | { readonly kind: 'shape'; readonly fault: (typeof shapes)[number] }
  | { readonly kind: 'status'; readonly status: number }

const shapes = ['empty_list', 'null_result', 'short_list', 'not_json', 'wrong_shape', 'html', 'empty_body'] as const
const list = /hostnames\/certificates$/

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), at: fc.nat(100), present: fc.boolean() }),
  fc.record({ kind: fc.constant('shape' as const), fault: fc.constantFrom(...shapes) }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(400, 403, 404) }),
)

/** Plays a step; what the store holds after it. */
function play(each: Step, standing: ReadonlySet<string>): ReadonlySet<string> {
  if (each.kind === 'shape') simulator.fault({ fault: each.fault, path: list })
  if (each.kind === 'status') simulator.fault({ fault: 'status', status: each.status, path: list })
  const certificate = each.kind === 'change' ? members[each.at % members.length] : undefined
  if (each.kind !== 'change' || !certificate) return standing
  const { certificateId } = certificate
  if (each.present) simulator.upsert(certificate)
  // A store that is emptied is another matter: it is believed only after some proof.
  else if (standing.has(certificateId) && standing.size > 1) simulator.remove(certificate, 'vanish')
  else return standing
  const others = [...standing].filter((id) => id !== certificateId)
  return new Set(each.present ? [...others, certificateId] : others)
}

async function follow(steps: readonly Step[]): Promise<void> {
  for (const each of members) simulator.upsert(each)
  await monitor.run()
  let standing: ReadonlySet<string> = new Set(members.map(({ certificateId }) => certificateId))
  for (const each of steps) {
    standing = play(each, standing)
    await monitor.run()
    simulator.clearFaults()
    expect(monitor.ids.toSorted()).toEqual([...standing].toSorted())
  }
}

test('whatever fails between two good listings, what is watched is what the last good one had', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), follow), { numRuns: 40 })
})
