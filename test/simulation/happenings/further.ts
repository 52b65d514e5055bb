import { exampleAccount } from '../../../src/simulator/fleet/zones.ts'
import { familyBy, soonOrLate } from '../cloudflare/further-beginnings.ts'
import { keyOf } from '../cloudflare/further-estate.ts'
import type { FurtherCertificate, FurtherKind } from '../cloudflare/further-record.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { Happening, Happenings } from './happening.ts'
import { anyZone } from './owner.ts'

const day = 86_400
const everyKind: readonly FurtherKind[] = [
  'custom_certificate',
  'custom_trust_store',
  'mtls_certificate',
  'access_certificate',
  'gateway_certificate',
]

/** What the owner does with certificates that are no client certificates for origins, in the worlds that have such. */
export const ofFurtherKinds: Happenings = {
  renew_edge: inSomeWorlds(0.7, (world, chance) => {
    const zone = anyZone(world, chance)
    // Some forget a host, and some take another algorithm: Cloudflare takes the old one away all the same.
    const hosts = chance.happens(0.8) ? [zone.name, `www.${zone.name}`] : [zone.name]
    const upload = {
      kind: 'custom_certificate',
      scopeId: zone.id,
      subject: zone.name,
      hosts,
      family: familyBy(chance),
    } as const
    tell(world, 'upload', world.further.upload(upload, soonOrLate(chance, 50)))
  }),
  renew_root_of_origins: inSomeWorlds(0.4, (world, chance) => {
    const { id: scopeId } = anyZone(world, chance)
    const subject = chance.happens(0.6) ? 'Root of origins' : 'Another root'
    tell(
      world,
      'upload',
      world.further.upload({ kind: 'custom_trust_store', scopeId, subject }, soonOrLate(chance, 150)),
    )
  }),
  renew_in_account: inSomeWorlds(0.4, (world, chance) => {
    const kind = chance.pick(['mtls_certificate', 'access_certificate', 'gateway_certificate'] as const)
    const hosts = chance.happens(0.7) ? ['intern.example'] : []
    const upload = { kind, scopeId: exampleAccount.id, subject: 'New', hosts, isAuthority: chance.happens(0.5) }
    const fresh = world.further.upload({ ...upload, inUse: chance.happens(0.3) }, soonOrLate(chance, 150))
    tell(world, 'upload', fresh)
  }),
  upload_further_again: inSomeWorlds(0.2, (world, chance) => {
    const one = anyCertificate(world, chance)
    if (one) tell(world, 'upload again', world.further.upload(one, soonOrLate(chance, 50)))
  }),
  change_what_uses_it: inSomeWorlds(0.4, (world, chance) => {
    const [gateway, access] = [world.further.of('gateway_certificate'), world.further.of('access_certificate')]
    const all = [...gateway, ...access]
    if (all.length === 0) return
    const one = chance.pick(all)
    world.further.change(one, { inUse: !one.inUse, hosts: one.hosts.length > 0 ? [] : ['intern.example'] })
    tell(world, one.inUse ? 'used no longer' : 'used', one)
  }),
  delete_further: inSomeWorlds(0.5, (world, chance) => {
    for (let left = Math.max(1, world.excess); left > 0; left--) {
      const one = anyCertificate(world, chance)
      if (one && world.further.remove(one)) tell(world, 'delete', one)
    }
  }),
}

function inSomeWorlds(perDay: number, act: Happening['act']): Happening {
  return { perDay, act: (world, chance) => world.watchesAll && act(world, chance) }
}

function anyCertificate({ further }: World, chance: Chance): FurtherCertificate | undefined {
  const all = further.of(chance.pick(everyKind))
  return all.length > 0 ? chance.pick(all) : undefined
}

function tell({ story, time }: World, what: string, one: FurtherCertificate): void {
  const left = ((one.end - time.now) / day).toFixed(1)
  story.tell(what, `${one.kind} ${one.subject} (${one.id}) for ${left} days`, [one.scopeId, keyOf(one)])
}
