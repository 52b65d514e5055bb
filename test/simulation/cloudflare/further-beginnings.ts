import { exampleAccount } from '../../../src/simulator/fleet/zones.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { EstateZone } from './estate.ts'

const day = 86_400

/** Gives a zone an edge certificate, and roots that its origins are verified by. */
export function furnishZone({ further, chance: chances }: World, { id: scopeId, name }: EstateZone): void {
  const chance = chances.stream(`further ${scopeId}`)
  const hosts = [name, `www.${name}`]
  further.upload(
    { kind: 'custom_certificate', scopeId, subject: name, hosts, family: familyBy(chance) },
    soonOrLate(chance, 50),
  )
  if (chance.happens(0.5))
    further.upload({ kind: 'custom_trust_store', scopeId, subject: 'Root of origins' }, soonOrLate(chance, 150))
}

export function furnishAccount({ further, chance: chances }: World): void {
  const chance = chances.stream('account')
  const { id: scopeId } = exampleAccount
  for (const isAuthority of [true, false])
    further.upload({ kind: 'mtls_certificate', scopeId, subject: 'Clients', isAuthority }, soonOrLate(chance, 150))
  further.upload(
    { kind: 'access_certificate', scopeId, subject: 'Devices', hosts: ['intern.example'] },
    soonOrLate(chance, 150),
  )
  for (const inUse of [true, false])
    further.upload({ kind: 'gateway_certificate', scopeId, subject: 'Gateway', inUse }, soonOrLate(chance, 150))
}

export function familyBy(chance: Chance): 'ECDSA' | 'RSA' {
  return chance.happens(0.7) ? 'ECDSA' : 'RSA'
}

/** In seconds. */
export function soonOrLate(chance: Chance, longest: number): number {
  return (chance.happens(0.4) ? chance.between(0.2, 12) : chance.between(12, longest)) * day
}
