import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zonesOf } from '../../src/inventory/places.ts'
import { api, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { CertificateKind, Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { monitorOf } from '../support/monitor.ts'
import { runsOf } from '../support/sample.ts'
import { discoveryEntry, storeEntry } from '../support/zones.ts'

let simulator: Simulator
let fleet: Fleet
beforeAll(async () => {
  fleet = await sharedDemoFleet()
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
})
afterAll(() => simulator.close())

/** Something that is listed: what stands in it, by id, and how one of them comes and goes. */
interface World {
  readonly path: RegExp
  readonly watch: Parameters<typeof monitorOf>[1]
  readonly members: () => readonly string[]
  readonly add: (id: string) => void
  readonly remove: (id: string) => void
  readonly watched: (monitor: ReturnType<typeof monitorOf>) => readonly string[]
}

function storeWorld(zoneId: string, kind: CertificateKind, path: RegExp): World {
  const certificates = () =>
    fleet.certificates.filter(
      (each) =>
        each.zoneId === zoneId && each.kind === kind && each.listed !== false && each.record?.status !== 'deleted',
    )
  const certificate = (id: string) => certificates().find(({ certificateId }) => certificateId === id)
  const act = (id: string, how: (each: SimulatedCertificate) => void) => {
    const found = certificate(id)
    if (found) how(found)
  }
  return {
    path,
    watch: { stores: [storeEntry({ scopeId: zoneId, kind })] },
    members: () => certificates().map(({ certificateId }) => certificateId),
    add: (id) => act(id, simulator.upsert),
    remove: (id) => act(id, (each) => simulator.remove(each, 'vanish')),
    watched: ({ ids }) => ids,
  }
}

const discoveryWorld: World = {
  path: /\/zones\?/,
  watch: { discoveries: [discoveryEntry({ kinds: ['zone'] })] },
  members: () => fleet.zones.map(({ id }) => id),
  add: (id) => simulator.addZone({ id, name: `${id.slice(0, 4)}.example` }),
  remove: (id) => simulator.removeZone(id),
  watched: ({ inventory }) => zonesOf(inventory.snapshot).map(({ scopeId }) => scopeId),
}

const worlds: readonly (readonly [string, World])[] = [
  ['the hostname store of a zone', storeWorld(shop.id, 'hostname', /hostnames\/certificates$/)],
  ['the store that serves a whole zone', storeWorld(api.id, 'zone', /origin_tls_client_auth$/)],
  // Last: zones that left come back empty.
  ['all zones of a credential', discoveryWorld],
]

type Step =
  /** One more certificate stands in the store, or one less, and the listing is good. */
  | { readonly kind: 'change'; readonly at: number; readonly present: boolean }
  | { readonly kind: 'shape'; readonly fault: (typeof shapes)[number] }
  | { readonly kind: 'status'; readonly status: number }

const shapes = ['empty_list', 'null_result', 'short_list', 'not_json', 'wrong_shape', 'html', 'empty_body'] as const
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), at: fc.nat(100), present: fc.boolean() }),
  fc.record({ kind: fc.constant('shape' as const), fault: fc.constantFrom(...shapes) }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(400, 403, 404) }),
)

/** Plays a step; what there is after it. */
function play(each: Step, world: World, standing: ReadonlySet<string>): ReadonlySet<string> {
  if (each.kind === 'shape') simulator.fault({ fault: each.fault, path: world.path })
  // A code that refuses the credential, thrice, would hold back every other request.
  if (each.kind === 'status') simulator.fault({ fault: 'status', status: each.status, code: 1011, path: world.path })
  const members = world.members()
  const id = each.kind === 'change' ? members[each.at % members.length] : undefined
  if (each.kind !== 'change' || id === undefined || each.present === standing.has(id)) return standing
  // What is emptied is another matter: that is believed only after some proof, or never.
  if (!each.present && standing.size === 1) return standing
  if (each.present) world.add(id)
  else world.remove(id)
  const others = [...standing].filter((other) => other !== id)
  return new Set(each.present ? [...others, id] : others)
}

async function follow(steps: readonly Step[], world: World, monitor: ReturnType<typeof monitorOf>): Promise<void> {
  for (const id of world.members()) world.add(id)
  await monitor.run()
  let standing: ReadonlySet<string> = new Set(world.members())
  for (const each of steps) {
    standing = play(each, world, standing)
    await monitor.run()
    simulator.clearFaults()
    expect(world.watched(monitor).toSorted()).toEqual([...standing].toSorted())
  }
}

describe('whatever fails between two good listings, what is watched is what the last good one had', () => {
  test.each(worlds)('%s', async (_, world) => {
    const monitor = monitorOf(simulator, world.watch)
    await monitor.run()
    const steps = fc.array(step, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(steps, (each) => follow(each, world, monitor)),
      { numRuns: runsOf(8) },
    )
    await monitor.close()
  })
})
